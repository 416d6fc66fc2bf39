import { formatFor } from '#components/overview/problem-list.tsx'
import { State } from '#components/overview/state.tsx'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Health } from '#lib/contracts/overview.ts'

function poolWords(pool: Health['workers'][number]['pool']): string {
  if (pool === null) return '–'
  const since = `${pool.state} for ${formatFor(pool.forS)}`
  if (pool.reason !== null) return `${since}: ${pool.reason}`
  return pool.lastFault === null ? since : `${since}, restarted before because ${pool.lastFault}`
}

/** Every worker that has told of itself and was not buried by another one. */
export function WorkersPanel({ workers }: Pick<Health, 'workers'>) {
  return (
    <Panel title="Workers" note={workers.length} flush>
      {workers.length === 0 ? (
        <p className="p-3 text-muted">
          No worker has reported. Start one with `npx sandmle worker`, or the whole product with `npm run up`.
        </p>
      ) : (
        <PlainTable
          caption="Workers"
          columns={[
            { title: 'Worker' },
            { title: 'State' },
            { title: 'Sandbox pool' },
            { title: 'Last sign of life', numeric: true },
          ]}
          rows={workers.map((worker) => ({
            id: worker.id,
            cells: [
              <code key="id">{worker.id}</code>,
              <State key="state" ok={worker.alive} words={worker.alive ? 'alive' : 'silent'} />,
              poolWords(worker.pool),
              `${formatFor(worker.beatS)} ago`,
            ],
          }))}
        />
      )}
    </Panel>
  )
}

/** What is started again when it dies. */
export function SupervisorPanel({ supervisor }: Pick<Health, 'supervisor'>) {
  if (supervisor.status === 'none')
    return (
      <Panel title="Supervisor">
        <p className="text-muted">Nothing starts again what dies here; `npm run up` starts what does.</p>
      </Panel>
    )
  return (
    <Panel title="Supervisor" note={supervisor.status === 'ok' ? 'alive' : 'ended'} flush>
      <PlainTable
        caption="Processes under supervision"
        columns={[
          { title: 'Process' },
          { title: 'State' },
          { title: 'For', numeric: true },
          { title: 'Restarts', numeric: true },
          { title: 'Ended last' },
        ]}
        rows={supervisor.parts.map(({ name, state, forS, restarts, reason }) => ({
          id: name,
          cells: [
            name,
            <State key="state" ok={state === 'up'} words={state} />,
            formatFor(forS),
            restarts,
            reason ?? '–',
          ],
        }))}
      />
    </Panel>
  )
}
