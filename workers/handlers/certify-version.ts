import { transitionVersion } from '#lib/db/transition.ts'
import { GATES } from '#lib/domain/gates.ts'
import { recordAudit } from '#lib/services/audit/record-audit.ts'
import { databaseNow } from '#lib/services/context.ts'
import { loadVersion } from '#workers/candidate/load-version.ts'
import type { Deps } from '#workers/deps.ts'
import { LeaseLost } from '#workers/leases/lease-lost.ts'
import { underLease } from '#workers/leases/under-lease.ts'
import { CELLS, type Served } from '#workers/served.ts'
import { TRANSACTION_MS } from '#workers/tunables.ts'
import { CERTIFICATION, type CertificationClaim } from '#workers/version/certification-lease.ts'
import { type Certificate, runCertificate } from '#workers/version/run-certificate.ts'
import { saveCertificate } from '#workers/version/save-certificate.ts'
import { tellRevised } from '#workers/version/tell-revised.ts'

type CertifyDeps = Pick<
  Deps,
  'db' | 'blobs' | 'queue' | 'sandbox' | 'catalogue' | 'workerId' | 'log' | 'stopping'
>

/** The first check that keeps a certificate from being passed, in words. */
function objectionOf({ outcomes, verdict }: Certificate): string | null {
  if (verdict === 'verified') return null
  const wanted = verdict === 'rejected' ? 'failed' : verdict
  const outcome = outcomes.find((one) => one.verdict === wanted)
  const check = outcome?.checks.find(({ passed }) => !passed)
  return outcome === undefined ? verdict : `${GATES[outcome.gate].title}: ${check?.message ?? wanted}`
}

/** Keeps the result and moves the version, in one transaction; a fault of the machine moves it back. */
async function finish(deps: CertifyDeps, claim: CertificationClaim, certificate: Certificate): Promise<void> {
  const { verdict, ran, kept, kind } = certificate
  const { versionId, heldStatus } = claim
  const to = verdict === 'verified' || verdict === 'rejected' ? verdict : heldStatus
  await deps.db.$transaction(
    async (tx) => {
      const finishedAt = await databaseNow(tx)
      const result = {
        status: 'finished' as const,
        verdict,
        ran,
        kept,
        error: objectionOf(certificate)?.slice(0, 500) ?? null,
      }
      const { count } = await tx.certification.updateMany({
        where: { id: claim.id, attempt: claim.attempt, status: 'running' },
        data: { ...result, finishedAt, leaseUntil: null },
      })
      if (count === 0) throw new LeaseLost('fenced')
      await saveCertificate(tx, versionId, certificate)
      if (heldStatus !== null && to !== null && !(await transitionVersion(tx, versionId, 'verifying', to)))
        throw new LeaseLost('fenced')
      if (heldStatus === 'draft') await tellRevised(tx, versionId, verdict, result.error)
      await recordAudit(
        tx,
        { kind: 'system' },
        {
          verb: 'version.certify',
          entity: 'version',
          entityId: versionId,
          detail: {
            certificate: kind,
            verdict,
            ran,
            kept,
            ...(heldStatus === null ? {} : { from: heldStatus, to }),
          },
        },
      )
    },
    { timeout: TRANSACTION_MS, maxWait: 10_000 },
  )
}

/** Handler of `version.certify`: a certificate that was asked for outside a run. */
export const certifyVersion = (deps: CertifyDeps, id: string): Promise<void> =>
  underLease(deps, CERTIFICATION, id, async (claim, signal) => {
    const version = await loadVersion(deps, claim.versionId)
    await finish(deps, claim, await runCertificate(deps, version, claim.kind, signal))
  })

export const versionCertify = {
  queue: 'version.certify',
  concurrency: 1,
  needs: CELLS,
  lease: CERTIFICATION,
  handle: certifyVersion,
} as const satisfies Served
