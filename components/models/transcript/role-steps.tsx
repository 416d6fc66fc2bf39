import { typedUsd } from '#components/models/usd.ts'
import { formatCount, formatDuration } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { CandidateView } from '#lib/contracts/runs.ts'
import { ROLE_TITLES, ROLES } from '#lib/domain/vocabulary.ts'

const wordsOf = (role: string): string => ROLE_TITLES[ROLES.find((one) => one === role) ?? 'data-strategist']

/** The history of a candidate's attempts: who played what, what it took, and what the check said where it failed. */
export function RoleSteps({ lane }: { lane: CandidateView }) {
  return (
    <Panel title="Roles" note={`attempt ${lane.repairs + 1}`} flush>
      {lane.steps.length === 0 ? (
        <p className="p-3 text-muted">No role has finished.</p>
      ) : (
        <PlainTable
          caption="Roles"
          columns={[
            { title: 'Role' },
            { title: 'Attempt', numeric: true },
            { title: 'Played by' },
            { title: 'Edited by' },
            { title: 'Result' },
            { title: 'What the check said' },
            { title: 'Time', numeric: true },
            { title: 'Tokens', numeric: true },
            { title: 'Cost, USD', numeric: true },
          ]}
          rows={lane.steps.map((step) => ({
            id: `${step.role} ${step.repair}`,
            cells: [
              <span key="role" className="whitespace-nowrap">
                {wordsOf(step.role)}
              </span>,
              step.repair + 1,
              step.player === 'builtin' ? 'built-in engine' : <code key="player">{step.player}</code>,
              step.editedBy ?? '–',
              <Badge key="result" tone={step.error === null ? 'ok' : 'warn'}>
                {step.error === null ? 'done' : 'refused'}
              </Badge>,
              <span key="said" className="block min-w-48 [overflow-wrap:anywhere]">
                {step.error ?? ''}
              </span>,
              formatDuration(step.durationMs),
              step.tokens === 0 ? '–' : formatCount(step.tokens),
              step.player === 'builtin' ? '–' : typedUsd(step.costMicroUsd),
            ],
          }))}
        />
      )}
    </Panel>
  )
}
