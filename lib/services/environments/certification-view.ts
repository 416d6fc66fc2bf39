import type { CertificationView } from '#lib/contracts/environments.ts'
import type { Tx } from '#lib/db/client.ts'
import type { CertificationStatus, CertificationVerdict } from '#lib/domain/certification.ts'
import type { CertificateKind } from '#lib/domain/vocabulary.ts'

export const CERTIFICATION_SELECT = {
  id: true,
  kind: true,
  gateSet: true,
  status: true,
  verdict: true,
  ran: true,
  kept: true,
  error: true,
  createdAt: true,
  finishedAt: true,
} as const

type CertificationRow = {
  id: string
  kind: CertificateKind
  gateSet: number
  status: CertificationStatus
  verdict: CertificationVerdict | null
  ran: number | null
  kept: number | null
  error: string | null
  createdAt: Date
  finishedAt: Date | null
}

/** The database checks the words against the same lists. */
export const toCertificationView = ({ kind, ...row }: CertificationRow): CertificationView => ({
  ...row,
  certificate: kind,
  status: row.status,
  verdict: row.verdict,
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
})

/** The newest certification of a version; null before there is one. */
export async function lastCertification(tx: Tx, versionId: string): Promise<CertificationView | null> {
  const row = await tx.certification.findFirst({
    where: { versionId },
    select: CERTIFICATION_SELECT,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  return row === null ? null : toCertificationView(row)
}
