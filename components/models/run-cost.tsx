import { roleInSentence } from '#components/models/role-words.ts'
import { SpendBar } from '#components/models/spend-bar.tsx'
import { Figure } from '#components/patterns/facts.tsx'
import { formatCount } from '#components/patterns/format.ts'
import { Panel } from '#components/ui/panel.tsx'
import type { RunDetail } from '#lib/contracts/runs.ts'
import { modelRoles, type Players, playerName } from '#lib/domain/player.ts'
import { ROLES } from '#lib/domain/vocabulary.ts'

/** `Every role by m`, or role by role; the engine is named where a model stands beside it. */
export function assignmentWords(players: Players): string {
  const names = new Set(ROLES.map((role) => playerName(players[role])))
  const [only] = names
  if (names.size === 1 && only !== undefined) return `every role by ${only}`
  return ROLES.map((role) => `${roleInSentence(role)} by ${playerName(players[role])}`).join(', ')
}

/** What the models of a run cost against its cap; nothing for a run without a model. */
export function RunCost({ run }: { run: RunDetail }) {
  const { cost, request } = run
  if (modelRoles(request.players).length === 0) return null
  return (
    <Panel title="Cost" note={assignmentWords(request.players)}>
      <div className="flex flex-col gap-3">
        <SpendBar
          spentMicroUsd={cost.spentMicroUsd}
          reservedMicroUsd={cost.reservedMicroUsd}
          capMicroUsd={cost.capMicroUsd}
        />
        <div className="grid grid-cols-3 gap-3 sm:max-w-xl">
          <Figure label="Requests" value={formatCount(cost.exchanges)} />
          <Figure label="Input tokens" value={formatCount(cost.inputTokens)} />
          <Figure label="Output tokens" value={formatCount(cost.outputTokens)} />
        </div>
      </div>
    </Panel>
  )
}
