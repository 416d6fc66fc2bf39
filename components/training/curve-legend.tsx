'use client'

import { Focus, PinOff } from 'lucide-react'
import { lookOf } from '#components/charts/series-look.ts'
import { SeriesSwatch } from '#components/charts/series-swatch.tsx'
import { plural } from '#components/patterns/format.ts'
import type { Drawn } from '#components/training/drawn-runs.ts'
import type { ChangeView } from '#components/training/use-curve-view.ts'
import { isolateRuns, toggleRuns } from '#components/training/visible-runs.ts'
import { IconButton } from '#components/ui/button.tsx'
import type { TrainingRunView } from '#lib/contracts/curves.ts'

/** More entries than this hide the charts; the tree has them all. */
const MOST_ENTRIES = 24

type Entry = { id: string; label: string; ids: readonly string[]; note: string | null }

function entriesOf(drawn: Drawn): Entry[] {
  const labelOf = (id: string) => drawn.labels.get(id) ?? id
  if (drawn.group === 'none')
    return drawn.runs
      .filter((run) => run !== drawn.baseline)
      .map((run) => ({ id: run.id, label: labelOf(run.id), ids: [run.id], note: null }))
  return [...Map.groupBy(drawn.runs, (run) => run.group)].map(([id, runs]) => ({
    id,
    label: labelOf(id),
    ids: runs.map((run) => run.id),
    note: `n=${runs.length}`,
  }))
}

type CurveLegendProps = {
  runs: readonly TrainingRunView[]
  drawn: Drawn
  change: ChangeView
}

/** What is drawn, by what tells it apart. A press leaves an entry out; the second button draws it alone. */
export function CurveLegend({ runs, drawn, change }: CurveLegendProps) {
  const entries = entriesOf(drawn)
  const { baseline } = drawn
  return (
    <ul aria-label="Legend" className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      {baseline ? (
        <li className="inline-flex items-center gap-1.5">
          <SeriesSwatch look={lookOf(baseline.id)} baseline />
          <span>baseline {drawn.labels.get(baseline.id)}</span>
          <IconButton label="Unpin the baseline" onClick={() => change({ baseline: null })}>
            <PinOff size={14} aria-hidden />
          </IconButton>
        </li>
      ) : null}
      {entries.slice(0, MOST_ENTRIES).map((entry) => (
        <li key={entry.id} className="inline-flex items-center rounded-md hover:bg-sunken">
          <button
            type="button"
            title={`Leave out ${entry.label}`}
            onClick={() => change((now) => ({ shown: toggleRuns(runs, now.shown, entry.ids, false) }))}
            className="inline-flex min-h-7 items-center gap-1.5 px-1 text-left text-xs"
          >
            <SeriesSwatch look={drawn.looks.get(entry.id) ?? lookOf(entry.id)} />
            {entry.label}
            {entry.note ? <span className="num text-xs text-muted">{entry.note}</span> : null}
          </button>
          <IconButton
            label={`Draw ${entry.label} alone, or everything again`}
            onClick={() => change((now) => ({ shown: isolateRuns(runs, now.shown, entry.ids) }))}
          >
            <Focus size={14} aria-hidden />
          </IconButton>
        </li>
      ))}
      {entries.length > MOST_ENTRIES ? (
        <li className="text-xs text-muted">and {plural(entries.length - MOST_ENTRIES, 'more', 'more')}</li>
      ) : null}
      {drawn.runs.length < runs.length ? (
        <li className="text-xs text-muted">
          {drawn.runs.length} of {plural(runs.length, 'run')} drawn
        </li>
      ) : null}
    </ul>
  )
}
