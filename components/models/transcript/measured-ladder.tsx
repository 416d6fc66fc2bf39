import { formatScore } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { RoleOutput } from '#lib/contracts/steering.ts'
import { RUNG_TITLES, RUNGS } from '#lib/domain/vocabulary.ts'

function solverOf(name: string): string {
  const rung = RUNGS.find((one) => one === name)
  return rung === undefined ? name : `${rung} ${RUNG_TITLES[rung]}`
}

/** What the solver ladder reached before anything was frozen; a candidate that was lost has no other. */
export function MeasuredLadder({ output: { repair, scores, thresholds } }: { output: RoleOutput }) {
  const tiers = Object.entries(thresholds).map(([tier, value]) => `${tier} ${formatScore(value)}`)
  return (
    <Panel
      title={repair === 0 ? 'Ladder' : `Ladder of attempt ${repair + 1}`}
      note={tiers.length === 0 ? 'no thresholds were set' : tiers.join(', ')}
      flush
    >
      <PlainTable
        caption={`Scores of the solver ladder, attempt ${repair + 1}`}
        columns={[{ title: 'Solver' }, { title: 'Score', numeric: true }]}
        rows={scores.map(({ name, score }) => ({ id: name, cells: [solverOf(name), formatScore(score)] }))}
      />
    </Panel>
  )
}
