'use client'

import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { commonName } from '#components/training/metric-order.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { CheckField, TextField } from '#components/ui/field.tsx'
import type { TrainingRunList } from '#lib/contracts/curves.ts'

/** So many charts a page can hold at a time. */
const MOST_CHARTS = 24

type MetricPickerProps = {
  /** In the order of the page. */
  metrics: TrainingRunList['metrics']
  chosen: readonly string[]
  onChange: (chosen: string[] | null) => void
}

/** Which metrics have a chart. */
export function MetricPicker({ metrics, chosen, onChange }: MetricPickerProps) {
  const [search, setSearch] = useState('')
  const found = metrics.filter((metric) =>
    `${metric.key} ${commonName(metric.key) ?? ''}`.toLowerCase().includes(search.toLowerCase()),
  )
  const toggle = (key: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(key)
    else next.delete(key)
    onChange(metrics.map((metric) => metric.key).filter((one) => next.has(one)))
  }
  const isFull = chosen.length >= MOST_CHARTS
  return (
    <Dialog
      title="Metrics"
      description={`Each chosen metric has a chart, ${MOST_CHARTS} at most.`}
      trigger={
        <Button>
          Metrics: {chosen.length} of {metrics.length}
          <ChevronDown size={14} aria-hidden />
        </Button>
      }
    >
      <div className="flex flex-col gap-2">
        <TextField
          label="Search metrics"
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <ul className="max-h-72 overflow-y-auto">
          {found.map(({ key, runs }) => (
            <li key={key} className="flex items-center justify-between gap-3">
              <CheckField
                label={<MetricTitle metric={key} />}
                checked={chosen.includes(key)}
                disabled={isFull && !chosen.includes(key)}
                onChange={(event) => toggle(key, event.target.checked)}
              />
              <span className="num text-xs text-muted">{runs} runs</span>
            </li>
          ))}
          {found.length === 0 ? <li className="text-muted">No metric has this in its name.</li> : null}
        </ul>
        <Button onClick={() => onChange(null)}>The page's own choice</Button>
      </div>
    </Dialog>
  )
}

/** A metric by its common name, with the trainer's own beside it. */
export function MetricTitle({ metric }: { metric: string }) {
  const common = commonName(metric)
  if (common === null || common === metric) return <span className="[overflow-wrap:anywhere]">{metric}</span>
  return (
    <span className="[overflow-wrap:anywhere]">
      {common} <code className="text-xs text-muted">{metric}</code>
    </span>
  )
}
