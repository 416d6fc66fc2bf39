import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { ComparedRun, RunComparison } from '#lib/contracts/compare-runs.ts'
import { controlWords } from '#lib/domain/control-words.ts'
import { ROLE_TITLES } from '#lib/domain/vocabulary.ts'

const words = ({ player, prompt }: ComparedRun['roles'][number]): string => {
  if (player === 'builtin') return 'built-in engine'
  return `${player}, ${prompt === null ? 'the newest prompt of its day' : `prompt ${prompt}`}`
}

/** What the two runs asked for; a control that neither named is left out. */
function askedRows({ a, b }: RunComparison) {
  const [left, right] = [a, b].map(({ likeness, controls }) => [
    { term: 'Likeness', value: likeness },
    ...controlWords(controls),
  ])
  const terms = [...new Set([...(left ?? []), ...(right ?? [])].map(({ term }) => term))]
  return terms.map((term) => {
    const [one, other] = [left, right].map(
      (side) => side?.find((asked) => asked.term === term)?.value ?? 'any',
    )
    return {
      id: term,
      cells: [term, one ?? '', other ?? '', one === other ? 'no' : 'yes'],
      highlighted: one !== other,
    }
  })
}

/** What was asked for, and who played each role, with which prompt; what differs is marked in words. */
export function ComparedAssignments({ comparison }: { comparison: RunComparison }) {
  const { a, b } = comparison
  return (
    <Panel title="Settings, players and prompts" flush>
      <PlainTable
        caption="Settings, players and prompts"
        columns={[{ title: 'Setting or role' }, { title: 'A' }, { title: 'B' }, { title: 'Differs' }]}
        rows={[
          ...askedRows(comparison),
          ...a.roles.map((left, place) => {
            const right = b.roles[place] ?? left
            const isSame = left.player === right.player && left.prompt === right.prompt
            const cells = [ROLE_TITLES[left.role], words(left), words(right), isSame ? 'no' : 'yes']
            return { id: left.role, cells, highlighted: !isSame }
          }),
        ]}
      />
    </Panel>
  )
}
