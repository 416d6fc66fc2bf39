import { TriangleAlert } from 'lucide-react'
import { Panel } from '#components/ui/panel.tsx'
import type { HealthProblem } from '#lib/contracts/overview.ts'

const MINUTE_S = 60
const HOUR_S = 3600

/** How long something has been so, in the largest unit that says it. */
export function formatFor(seconds: number): string {
  if (seconds < 2 * MINUTE_S) return `${seconds} s`
  if (seconds < 2 * HOUR_S) return `${Math.floor(seconds / MINUTE_S)} min`
  return `${Math.floor(seconds / HOUR_S)} h`
}

/** What is wrong now, since when, and the next step; read out as it changes. */
export function ProblemList({ problems }: { problems: readonly HealthProblem[] }) {
  return (
    <div role="status" className="md:col-span-2">
      {problems.length === 0 ? (
        <p className="sr-only">Everything runs.</p>
      ) : (
        <Panel title="What is wrong" note={problems.length} flush>
          <ul className="divide-y divide-line">
            {problems.map(({ part, reason, forS, next }) => (
              <li key={`${part} ${reason}`} className="flex gap-2 px-3 py-2">
                <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-bad-text" />
                <div className="min-w-0 [overflow-wrap:anywhere]">
                  <p>
                    <span className="font-medium">{part}</span>: {reason}
                    {forS === null ? null : <span className="num text-muted"> For {formatFor(forS)}.</span>}
                  </p>
                  <p className="text-muted">{next}</p>
                </div>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </div>
  )
}
