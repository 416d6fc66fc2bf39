import { aboutUsd, usd } from '#components/models/usd.ts'
import type { ForecastState } from '#components/models/use-forecast.ts'
import { formatCount, formatDuration, plural } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { LoadFailed, LoadingRows } from '#components/patterns/query-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { RunForecast } from '#lib/contracts/runs.ts'

const MS_PER_MINUTE = 60_000
type Use = Extract<RunForecast['estimate'], { kind: 'history' }>['run']
const inMinutes = (minutes: number) => formatDuration(minutes * MS_PER_MINUTE)
const inTokens = (tokens: number) => formatCount(Math.round(tokens))

type ForecastPanelProps = { forecast: ForecastState; warning: string | null }

/** What a run with this role assignment will use: from own history, or unknown with the bound that holds anyway. */
export function ForecastPanel({ forecast, warning }: ForecastPanelProps) {
  return (
    <Panel title="Forecast" note={noteOf(forecast.data)} flush>
      {forecast.error ? (
        <LoadFailed what="The forecast" error={forecast.error} retry={forecast.retry} />
      ) : forecast.data ? (
        <Known forecast={forecast.data} />
      ) : (
        <LoadingRows rows={2} what="the forecast" />
      )}
      {warning ? (
        <p role="status" className="border-t border-line bg-warn-soft px-3 py-2 text-warn-text">
          {warning}
        </p>
      ) : null}
    </Panel>
  )
}

function noteOf(forecast: RunForecast | null): string | null {
  if (forecast === null) return null
  const { estimate } = forecast
  return estimate.kind === 'history' ? `from ${estimate.basedOn} finished candidates with these models` : null
}

function Known({ forecast: { estimate, mostPerCandidate } }: { forecast: RunForecast }) {
  return (
    <>
      {estimate.kind === 'history' ? (
        <PlainTable
          caption="Forecast"
          columns={[
            { title: '' },
            { title: 'Half of them', numeric: true },
            { title: '9 in 10 within', numeric: true },
          ]}
          rows={[...rowsOf('One candidate', estimate.perCandidate), ...rowsOf('The run', estimate.run)]}
        />
      ) : (
        <p className="px-3 pt-2">
          No history yet: {plural(estimate.found, 'candidate')} with these models finished so far, a forecast
          needs {estimate.needed}.
        </p>
      )}
      <p className="px-3 py-2 text-xs text-muted">
        At the very most a candidate gets {plural(mostPerCandidate.answers, 'answer')} of full length:{' '}
        {formatCount(mostPerCandidate.outputTokens)} tokens, {usd(mostPerCandidate.outputMicroUsd)}, and its
        questions on top. The cap holds in every case.
      </p>
    </>
  )
}

const rowsOf = (what: string, use: Use) => [
  {
    id: `${what} cost`,
    cells: [`${what}: cost`, aboutUsd(use.costMicroUsd.p50), aboutUsd(use.costMicroUsd.p90)],
  },
  { id: `${what} tokens`, cells: [`${what}: tokens`, inTokens(use.tokens.p50), inTokens(use.tokens.p90)] },
  {
    id: `${what} time`,
    cells: [`${what}: time`, inMinutes(use.minutes.p50), inMinutes(use.minutes.p90)],
  },
]
