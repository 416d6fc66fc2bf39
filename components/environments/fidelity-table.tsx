import { PlainTable } from '#components/patterns/plain-table.tsx'
import type { Fidelity } from '#lib/domain/fidelity/measure.ts'
import { PARTS } from '#lib/domain/fidelity/parts.ts'

/** Below this a part is told apart: less than half of it was kept. */
const LOW = 0.5

/** How much of each part of its seed's structure a task kept, and how much each of them counts. */
export function FidelityTable({ fidelity }: { fidelity: Fidelity }) {
  return (
    <PlainTable
      caption="How much of its seed's structure the task kept"
      columns={[
        { title: 'Part' },
        { title: 'Fidelity', numeric: true },
        { title: 'Seed' },
        { title: 'Task' },
      ]}
      rows={fidelity.parts.map(({ part, seed, task, score }) => ({
        id: part,
        cells: [
          <span key="part">
            {PARTS[part].title}
            <span className="block text-xs text-muted">weight {PARTS[part].weight}</span>
          </span>,
          score < LOW ? <strong key="score">{score.toFixed(2)}</strong> : score.toFixed(2),
          seed,
          task,
        ],
      }))}
    />
  )
}
