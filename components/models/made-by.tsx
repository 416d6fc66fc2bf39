import { z } from 'zod'
import { CopyHash } from '#components/patterns/copy-id.tsx'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { RolePlayer } from '#lib/domain/artefacts/task.ts'
import { ROLE_TITLES, ROLES } from '#lib/domain/vocabulary.ts'

/** The part of `task.json` that only the judge view has. */
const Made = z.object({
  provenance: z.object({ roles: z.partialRecord(z.enum(ROLES), RolePlayer) }),
})

/** Who made each part of a version, as frozen with it: the engine's version, or a model and the hash of its prompt. */
export function MadeBy({ task }: { task: Record<string, unknown> }) {
  const made = Made.safeParse(task)
  if (!made.success) return null
  const { roles } = made.data.provenance
  return (
    <Panel title="Made by" note="frozen with the version" flush>
      <PlainTable
        caption="Made by"
        columns={[{ title: 'Role' }, { title: 'Played by' }, { title: 'Prompt or engine' }]}
        rows={ROLES.flatMap((role) => {
          const player = roles[role]
          if (player === undefined) return []
          return [{ id: role, cells: [ROLE_TITLES[role], ...cellsOf(player)] }]
        })}
      />
    </Panel>
  )
}

function cellsOf(player: RolePlayer) {
  if (player.kind === 'builtin')
    return ['built-in engine', <CopyHash key="engine" hash={player.engineVersion} />]
  return [<code key="model">{player.model}</code>, <CopyHash key="prompt" hash={player.promptHash} />]
}
