import { plain } from '#cli/table.ts'
import type { Lineage, LineageBranch } from '#lib/contracts/lineage.ts'
import { CANDIDATE_STATUSES } from '#lib/domain/run.ts'

type Spent = Pick<Lineage, 'costMicroUsd' | 'durationMs'>
const spent = ({ costMicroUsd, durationMs }: Spent): string =>
  `USD ${(costMicroUsd / 1e6).toFixed(4)}, ${(durationMs / 60_000).toFixed(1)} min`

const counts = (outcomes: readonly { status: string; count: number }[]): string =>
  outcomes.map(({ status, count }) => `${count} ${status}`).join(', ')

type Candidate = LineageBranch['outcomes'][number]['candidates'][number]
function candidateLine({ ordinal, reasonCode, environment }: Candidate): string {
  const number = `    ${ordinal + 1}`
  if (environment === null) return reasonCode === null ? number : `${number}  ${plain(reasonCode)}`
  const { slug, number: version, status, fidelity, later } = environment
  const faithful = fidelity === null ? '' : `, fidelity ${fidelity.toFixed(2)}`
  const next = later.map((one) => `, v${one.number} ${one.status}`).join('')
  return `${number}  ${plain(slug)} v${version} ${status}${faithful}${next}`
}

function branchLines(branch: LineageBranch): string[] {
  const { run, seed, candidates, verified } = branch
  return [
    `${plain(run.name)} (${run.id}) of ${plain(seed.slug)}: ${verified} of ${candidates} verified, ${spent(branch)}`,
    ...branch.outcomes.flatMap((outcome) => [
      `  ${outcome.count} ${outcome.status}, ${spent(outcome)}`,
      ...outcome.candidates.map(candidateLine),
      ...(outcome.count > outcome.candidates.length
        ? [`    and ${outcome.count - outcome.candidates.length} more`]
        : []),
    ]),
  ]
}

/** A tree of what grew from a seed or in a run, as indented lines. */
export function lineageText(lineage: Lineage): string {
  const all = CANDIDATE_STATUSES.map((status) => ({ status, count: lineage.funnel[status] ?? 0 }))
  const told = all.filter(({ count }) => count > 0)
  if (told.length === 0) return 'Nothing has grown yet.'
  return [
    `${counts(told)}; ${spent(lineage)}`,
    ...lineage.branches.flatMap(branchLines),
    ...(lineage.next === null ? [] : ['There are earlier runs: sandmle api call names them with ?after=.']),
  ].join('\n')
}
