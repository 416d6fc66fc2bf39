import type { Tx } from '#lib/db/client.ts'
import type { CertificationVerdict } from '#lib/domain/certification.ts'
import { tell } from '#lib/services/notices/tell.ts'

const WORDS: Record<CertificationVerdict, string> = {
  verified: 'is verified. Submit it for review.',
  rejected: 'was rejected by the gates',
  'judge-error': 'could not be judged',
  'not-comparable': 'could not be compared on this machine',
}

/** Tells who saved a version by hand how its gates ended; nobody where a run made it. */
export async function tellRevised(
  tx: Tx,
  versionId: string,
  verdict: CertificationVerdict,
  objection: string | null,
): Promise<void> {
  const { title, number, environment, madeBy } = await tx.version.findUniqueOrThrow({
    where: { id: versionId },
    select: {
      title: true,
      number: true,
      environment: { select: { slug: true } },
      madeBy: { select: { requestedBy: true } },
    },
  })
  if (madeBy === null) return
  const why = verdict === 'verified' || objection === null ? '' : `: ${objection}`
  const tab = verdict === 'verified' ? '' : '&tab=verification'
  await tell(tx, [madeBy.requestedBy], {
    kind: 'revision',
    text: `${title} v${number} ${WORDS[verdict]}${why}`,
    href: `/environments/${environment.slug}?version=${number}${tab}`,
  })
}
