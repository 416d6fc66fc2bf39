import { z } from 'zod'
import { CopyHash } from '#components/patterns/copy-id.tsx'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RolePlayer, TaskEdit } from '#lib/domain/artefacts/task.ts'
import { roleOfFile } from '#lib/domain/editable.ts'
import { ROLE_TITLES, ROLES, type Role } from '#lib/domain/vocabulary.ts'

/** The part of `task.json` that only the judge view has. */
const Made = z.object({
  provenance: z.object({
    roles: z.partialRecord(z.enum(ROLES), RolePlayer),
    edits: z.array(TaskEdit).optional(),
  }),
})

/** Who made each part of a version, as frozen with it: the engine's version, or a model and the hash of its prompt. */
export function MadeBy({ task }: { task: Record<string, unknown> }) {
  const made = Made.safeParse(task)
  if (!made.success) return null
  const { roles, edits = [] } = made.data.provenance
  return (
    <Panel title="Made by" note="frozen with the version" flush>
      <PlainTable
        caption="Made by"
        columns={[
          { title: 'Role' },
          { title: 'Played by' },
          { title: 'Edited by' },
          { title: 'Prompt or engine' },
        ]}
        rows={ROLES.flatMap((role) => {
          const player = roles[role]
          if (player === undefined) return []
          const [played, source] = cellsOf(player)
          return [
            {
              id: role,
              cells: [ROLE_TITLES[role], played, <Editors key="by" role={role} edits={edits} />, source],
            },
          ]
        })}
      />
    </Panel>
  )
}

/** Who changed files of a role by hand, each with the files. */
function Editors({ role, edits }: { role: Role; edits: readonly TaskEdit[] }) {
  const byName = new Map<string, Set<string>>()
  for (const { by, files } of edits)
    for (const file of files.filter((one) => roleOfFile(one) === role))
      byName.set(by, (byName.get(by) ?? new Set()).add(file))
  if (byName.size === 0) return <span className="text-muted">nobody</span>
  return (
    <ul>
      {[...byName].map(([by, files]) => (
        <li key={by}>
          <strong>{by}</strong>: <code className="[overflow-wrap:anywhere]">{[...files].join(', ')}</code>
        </li>
      ))}
    </ul>
  )
}

function cellsOf(player: RolePlayer) {
  if (player.kind === 'builtin')
    return ['built-in engine', <CopyHash key="engine" hash={player.engineVersion} />]
  return [<code key="model">{player.model}</code>, <CopyHash key="prompt" hash={player.promptHash} />]
}
