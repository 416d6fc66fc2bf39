'use client'

import { ChevronRight, Focus, Loader, Pin, PinOff } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { lookOf, type SeriesLook } from '#components/charts/series-look.ts'
import { SeriesSwatch } from '#components/charts/series-swatch.tsx'
import { plural } from '#components/patterns/format.ts'
import type { Drawn } from '#components/training/drawn-runs.ts'
import { differingKeys, groupLabels } from '#components/training/run-labels.ts'
import type { CurveView } from '#components/training/training-url.ts'
import type { ChangeView } from '#components/training/use-curve-view.ts'
import { isolateRuns, type TreeGroup, toggleRuns, treeOf } from '#components/training/visible-runs.ts'
import { IconButton } from '#components/ui/button.tsx'
import type { TrainingRunList, TrainingRunView } from '#lib/contracts/curves.ts'
import { stemOf } from '#lib/domain/seed-keys.ts'

/** Groups of more seeds start closed. */
const FEW_SEEDS = 6

type RunTreeProps = { list: TrainingRunList; view: CurveView; drawn: Drawn; change: ChangeView }

/** Experiments, groups of equal configuration, runs; each branch can be drawn, left out, or drawn alone. */
export function RunTree({ list, view, drawn, change }: RunTreeProps) {
  const on = new Set(drawn.runs.map((run) => run.id))
  const toggle = (ids: readonly string[], next: boolean) =>
    change((now) => ({ shown: toggleRuns(list.runs, now.shown, ids, next) }))
  const isolate = (ids: readonly string[]) =>
    change((now) => ({ shown: isolateRuns(list.runs, now.shown, ids) }))
  return (
    <ul className="flex flex-col gap-1 p-2" aria-label="Runs by experiment and group">
      {treeOf(list.runs, list.groups).map((experiment) => {
        const runs = experiment.groups.flatMap((group) => group.runs)
        const ids = runs.map((run) => run.id)
        const labels = groupLabels(runs, view.naming)
        const differences = groupLabels(runs, 'differences')
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
              {experiment.groups.map((group) => {
                const label = labels.get(group.id) ?? group.label
                const [run, ...others] = group.runs
                const shared = { view, drawn, on, toggle, isolate, change }
                // A group of one says no more than its run.
                return run && others.length === 0 ? (
                  <RunRow
                    key={group.id}
                    {...{ run, ...shared }}
                    own={ownWords(differences.get(group.id), run)}
                    swatchId={group.id}
                  />
                ) : (
                  <Group key={group.id} {...{ group, label, ...shared }} />
                )
              })}
            </ul>
          </li>
        )
      })}
    </ul>
  )
}

/** Nothing where the words only say the run's name again. */
const ownWords = (words: string | undefined, run: TrainingRunView): string =>
  words === undefined || words === stemOf(run.name) ? '' : words

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
          swatch={drawn.group === 'seed' ? (drawn.looks.get(group.id) ?? null) : null}
          note={plural(ids.length, 'seed')}
          {...{ ids, ...switches }}
        />
      </div>
      {isOpen ? (
        <ul className="pl-6">
          {group.runs.map((run) => (
            <RunRow
              key={run.id}
              {...{ run, view, drawn, change, ...switches }}
              own={differing.map((key) => `${key}=${run.config[key] ?? '∅'}`).join(' ')}
            />
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
  swatch?: SeriesLook | null
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
      {swatch ? <SeriesSwatch look={swatch} /> : null}
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
  /** What tells the run from its neighbours, in words of its configuration. */
  own: string
  /** The group whose line stands for it where bands are drawn; null inside a group, which shows its own. */
  swatchId?: string
}

function RunRow({ run, view, drawn, change, own, swatchId, on, toggle, isolate }: RunRowProps) {
  const label = view.naming === 'differences' && own ? own : run.name
  const isPinned = view.baseline === run.id
  // What is not drawn has no look.
  const look = drawn.looks.get(drawn.group === 'none' ? run.id : (swatchId ?? ''))
  return (
    <li className="group relative flex min-h-7 items-center gap-1">
      <input
        type="checkbox"
        aria-label={own ? `Draw ${run.name}, ${own}` : `Draw ${run.name}`}
        checked={on.has(run.id)}
        onChange={(event) => toggle([run.id], event.target.checked)}
        className="m-1 size-4 shrink-0 accent-sand"
      />
      {look || isPinned ? <SeriesSwatch look={look ?? lookOf(run.id)} baseline={isPinned} /> : null}
      <Link
        href={`/training/${run.id}`}
        data-row-link
        title={own ? `${run.name}: ${own}` : run.name}
        className="min-w-0 flex-1 truncate hover:underline"
      >
        {label}
      </Link>
      {run.status === 'running' ? (
        <Loader size={12} aria-label="running" className="shrink-0 text-info-text" />
      ) : null}
      {/* Beside a long name there is no room for both: with a mouse they come when it is over the row. */}
      <span className="flex shrink-0 bg-raised lg:absolute lg:right-0 lg:opacity-0 lg:group-hover:opacity-100 lg:focus-within:opacity-100 pointer-coarse:lg:static pointer-coarse:lg:opacity-100">
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
      </span>
    </li>
  )
}
