import { formatShare, plural } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { PrecisionList } from '#lib/contracts/model-reviews.ts'
import { ADVISORY_BELOW, ADVISORY_FROM } from '#lib/domain/model-review.ts'

/** How often people confirmed what each model found, by criterion; nothing before a model has read a version. */
export function PrecisionPanel({ precision }: { precision: PrecisionList }) {
  const { rows, models } = precision
  if (models.length === 0) return null
  const note = `advisory: fewer than ${formatShare(ADVISORY_BELOW)} confirmed of at least ${ADVISORY_FROM} judged`
  return (
    <Panel title="Reviewer models" note={note} flush>
      <PlainTable
        caption="Precision by model and criterion"
        columns={[
          { title: 'Model' },
          { title: 'Criterion' },
          { title: 'Confirmed', numeric: true },
          { title: 'Of judged', numeric: true },
          { title: 'Precision', numeric: true },
          { title: 'Not judged', numeric: true },
          { title: 'Weight' },
        ]}
        rows={rows.map(({ model, criterion, confirmed, judged, open, advisory }) => ({
          id: `${model} ${criterion}`,
          cells: [
            <code key="model">{model}</code>,
            criterion,
            confirmed,
            judged,
            judged === 0 ? '–' : formatShare(confirmed / judged),
            open,
            advisory ? 'advisory' : 'full',
          ],
        }))}
      />
      <ul className="border-t border-line p-3 text-xs text-muted">
        {models.map(({ model, reviews, kept, unanchored }) => (
          <li key={model}>
            {model}: {plural(reviews, 'reading')}, {plural(kept, 'finding')} kept, {unanchored} refused
            because the quoted text is not where they say.
          </li>
        ))}
      </ul>
    </Panel>
  )
}
