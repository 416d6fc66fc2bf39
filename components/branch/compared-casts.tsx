import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { ComparedRun, RunComparison } from '#lib/contracts/compare-runs.ts'
import { ROLE_TITLES } from '#lib/domain/vocabulary.ts'

const words = ({ player, prompt }: ComparedRun['roles'][number]): string => {
  if (player === 'builtin') return 'built-in engine'
  return `${player}, ${prompt === null ? 'the newest prompt of its day' : `prompt ${prompt}`}`
}

/** Who played each role, with which prompt; what differs is marked in words. */
export function ComparedCasts({ comparison: { a, b } }: { comparison: RunComparison }) {
  return (
    <Panel title="Players and prompts" flush>
      <PlainTable
        caption="Players and prompts"
        columns={[{ title: 'Role' }, { title: 'A' }, { title: 'B' }, { title: 'Differs' }]}
        rows={a.roles.map((left, place) => {
          const right = b.roles[place] ?? left
          const isSame = left.player === right.player && left.prompt === right.prompt
          const cells = [ROLE_TITLES[left.role], words(left), words(right), isSame ? 'no' : 'yes']
          return { id: left.role, cells, highlighted: !isSame }
        })}
      />
    </Panel>
  )
}
