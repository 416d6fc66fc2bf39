'use client'

import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { plural } from '#components/patterns/format.ts'
import type { MetricSection } from '#components/training/metric-order.ts'
import { Button } from '#components/ui/button.tsx'

/** Charts of a section before somebody asks for the rest. */
const CHARTS_AT_FIRST = 6
/** Sections are open at first until so many charts stand on the page. */
const OPEN_CHARTS = 12

type Metric = { key: string; runs: number }

/** The sections that are open until somebody chooses: the first, and those after it while there is room. */
export function openAtFirst(sections: readonly MetricSection<Metric>[]): string[] {
  let charts = 0
  return sections
    .filter(({ metrics }, place) => {
      const fits = place === 0 || charts + Math.min(metrics.length, CHARTS_AT_FIRST) <= OPEN_CHARTS
      if (fits) charts += Math.min(metrics.length, CHARTS_AT_FIRST)
      return fits
    })
    .map(({ name }) => name)
}

type CurveSectionsProps = {
  sections: readonly MetricSection<Metric>[]
  open: readonly string[]
  onOpen: (open: string[]) => void
  chart: (metric: string) => ReactNode
}

/** Charts below the prefixes of their metrics; a section can be closed, and the address remembers it. */
export function CurveSections({ sections, open, onOpen, chart }: CurveSectionsProps) {
  return sections.map((section) => (
    <Section
      key={section.name}
      section={section}
      isOpen={open.includes(section.name)}
      onToggle={(next) =>
        onOpen(next ? [...open, section.name] : open.filter((name) => name !== section.name))
      }
      chart={chart}
    />
  ))
}

type SectionProps = {
  section: MetricSection<Metric>
  isOpen: boolean
  onToggle: (open: boolean) => void
  chart: CurveSectionsProps['chart']
}

function Section({ section: { name, metrics }, isOpen, onToggle, chart }: SectionProps) {
  const [isWhole, showWhole] = useState(false)
  const shown = isWhole ? metrics : metrics.slice(0, CHARTS_AT_FIRST)
  const rest = metrics.length - shown.length
  return (
    <section aria-label={`Charts of ${name}`} className="min-w-0">
      <h2 className="pb-1">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => onToggle(!isOpen)}
          className="inline-flex min-h-7 items-center gap-1 text-sm font-semibold"
        >
          <ChevronRight size={14} aria-hidden className={isOpen ? 'rotate-90' : ''} />
          {name}
          <span className="num font-normal text-xs text-muted">{metrics.length}</span>
        </button>
      </h2>
      {isOpen ? (
        <>
          <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,19rem),1fr))] gap-3">
            {shown.map(({ key }) => chart(key))}
          </div>
          {rest > 0 ? (
            <p className="pt-2">
              <Button onClick={() => showWhole(true)}>Show {plural(rest, 'more chart')}</Button>
            </p>
          ) : null}
        </>
      ) : null}
    </section>
  )
}
