'use client'

import { ChevronRight, Focus, Loader, Pin, PinOff } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { lookOf } from '#components/charts/series-look.ts'
import { SeriesSwatch } from '#components/charts/series-swatch.tsx'
import { plural } from '#components/patterns/format.ts'
import type { Drawn } from '#components/training/drawn-runs.ts'
import { differingKeys, groupLabels } from '#components/training/run-labels.ts'
import type { CurveView } from '#components/training/training-url.ts'
import type { ChangeView } from '#components/training/use-curve-view.ts'
import { isolateRuns, type TreeGroup, toggleRuns, treeOf } from '#components/training/visible-runs.ts'
import { IconButton } from '#components/ui/button.tsx'
import type { TrainingRunList, TrainingRunView } from '#lib/contracts/curves.ts'

/** Groups of more seeds start closed. */
const FEW_SEEDS = 6

type RunTreeProps = { list: TrainingRunList; view: CurveView; drawn: Drawn; change: ChangeView }

/** Experiments, groups of equal configuration, runs; each branch can be drawn, left out, or drawn alone. */
export function RunTree({ list, view, drawn, change }: RunTreeProps) {
  const on = new Set(drawn.runs.map((run) => run.id))
  const toggle = (ids: readonly string[], next: boolean) =>
    change({ shown: toggleRuns(list.runs, view.shown, ids, next) })
  const isolate = (ids: readonly string[]) => change({ shown: isolateRuns(list.runs, view.shown, ids) })
  return (
    <ul className="flex flex-col gap-1 p-2" aria-label="Runs by experiment and group">
      {treeOf(list.runs, list.groups).map((experiment) => {
        const runs = experiment.groups.flatMap((group) => group.runs)
        const ids = runs.map((run) => run.id)
        const labels = groupLabels(runs)
        return (
          <li key={experiment.id}>
            <Branch
              label={experiment.name}
              ids={ids}
              {...{ on, toggle, isolate }}
              strong
              note={plural(ids.length, 'run')}
            />
            <ul>
              {experiment.groups.map((group) => (
                <Group
                  key={group.id}
                  {...{ group, view, drawn, on, toggle, isolate, change }}
                  label={labels.get(group.id) ?? group.label}
                />
              ))}
            </ul>
          </li>
        )
      })}
    </ul>
  )
}

type Switches = {
  on: ReadonlySet<string>
  toggle: (ids: readonly string[], next: boolean) => void
  isolate: (ids: readonly string[]) => void
}
type GroupProps = Switches & {
  group: TreeGroup
  /** What tells it from the other groups of its experiment. */
  label: string
  view: CurveView
  drawn: Drawn
  change: ChangeView
}

function Group({ group, label, view, drawn, change, ...switches }: GroupProps) {
  const ids = group.runs.map((run) => run.id)
  const differing = differingKeys(group.runs.map((run) => run.config))
  const [isOpen, setOpen] = useState(group.runs.length <= FEW_SEEDS)
  return (
    <li>
      <div className="flex items-center pl-1">
        <IconButton
          label={`${isOpen ? 'Close' : 'Open'} the seeds of ${label}`}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <ChevronRight size={12} aria-hidden className={isOpen ? 'rotate-90' : ''} />
        </IconButton>
        <Branch
          label={label}
          swatch={drawn.group === 'seed' ? group.id : null}
          note={plural(ids.length, 'seed')}
          {...{ ids, ...switches }}
        />
      </div>
      {isOpen ? (
        <ul className="pl-6">
          {group.runs.map((run) => (
            <RunRow key={run.id} {...{ run, view, drawn, change, differing, ...switches }} />
          ))}
        </ul>
      ) : null}
    </li>
  )
}

type BranchProps = Switches & {
  label: string
  ids: readonly string[]
  note: string
  swatch?: string | null
  strong?: boolean
}

function Branch({ label, ids, note, swatch = null, strong = false, on, toggle, isolate }: BranchProps) {
  const count = ids.filter((id) => on.has(id)).length
  return (
    <span className="flex min-h-7 min-w-0 flex-1 items-center gap-1">
      <input
        type="checkbox"
        aria-label={`Draw ${label}`}
        checked={count === ids.length}
        ref={(box) => {
          // The third state of a tick box has no attribute.
          if (box) box.indeterminate = count > 0 && count < ids.length
        }}
        onChange={(event) => toggle(ids, event.target.checked)}
        className="m-1 size-4 shrink-0 accent-sand"
      />
      {swatch ? <SeriesSwatch look={lookOf(swatch)} /> : null}
      <span className={`min-w-0 flex-1 truncate ${strong ? 'font-semibold' : ''}`} title={label}>
        {label}
      </span>
      <span className="num shrink-0 text-xs text-muted">{note}</span>
      <IconButton label={`Draw ${label} alone`} onClick={() => isolate(ids)}>
        <Focus size={14} aria-hidden />
      </IconButton>
    </span>
  )
}

type RunRowProps = Switches & {
  run: TrainingRunView
  view: CurveView
  drawn: Drawn
  change: ChangeView
  /** What tells the runs of this group apart. */
  differing: readonly string[]
}

function RunRow({ run, view, drawn, change, differing, on, toggle, isolate }: RunRowProps) {
  const own = differing.map((key) => `${key}=${run.config[key] ?? '∅'}`).join(' ')
  const label = own || run.name
  const isPinned = view.baseline === run.id
  return (
    <li className="flex min-h-7 items-center gap-1">
      <input
        type="checkbox"
        aria-label={`Draw ${run.name}, ${label}`}
        checked={on.has(run.id)}
        onChange={(event) => toggle([run.id], event.target.checked)}
        className="m-1 size-4 shrink-0 accent-sand"
      />
      {drawn.group === 'none' || isPinned ? <SeriesSwatch look={lookOf(run.id)} baseline={isPinned} /> : null}
      <Link
        href={`/training/${run.id}`}
        data-row-link
        title={`${run.name}, ${label}`}
        className="min-w-0 flex-1 truncate hover:underline"
      >
        {label}
      </Link>
      {run.status === 'running' ? (
        <Loader size={12} aria-label="running" className="shrink-0 text-info-text" />
      ) : null}
      <IconButton
        label={isPinned ? `Unpin ${run.name}` : `Pin ${run.name} as the baseline`}
        aria-pressed={isPinned}
        onClick={() => change({ baseline: isPinned ? null : run.id })}
      >
        {isPinned ? <PinOff size={14} aria-hidden /> : <Pin size={14} aria-hidden />}
      </IconButton>
      <IconButton label={`Draw ${run.name} alone`} onClick={() => isolate([run.id])}>
        <Focus size={14} aria-hidden />
      </IconButton>
    </li>
  )
}
