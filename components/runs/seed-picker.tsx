'use client'

import { useState } from 'react'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { plural } from '#components/patterns/format.ts'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { CheckField } from '#components/ui/field.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { SeedView } from '#lib/contracts/seeds.ts'
import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'

type SeedPickerProps = {
  seeds: readonly SeedView[]
  chosen: ReadonlySet<string>
  onChange: (chosen: ReadonlySet<string>) => void
}

/** Tick boxes over the library, with a filter; `all` and `none` act on what the filter shows. */
export function SeedPicker({ seeds, chosen, onChange }: SeedPickerProps) {
  const [text, setText] = useState('')
  const shown = seeds.filter((seed) =>
    `${seed.title} ${seed.slug} ${seed.modality} ${seed.metric}`.toLowerCase().includes(text.toLowerCase()),
  )
  function toggle(id: string, on: boolean) {
    const next = new Set(chosen)
    if (on) next.add(id)
    else next.delete(id)
    onChange(next)
  }
  function setShown(on: boolean) {
    const next = new Set(chosen)
    for (const seed of shown) on ? next.add(seed.id) : next.delete(seed.id)
    onChange(next)
  }
  return (
    <Panel
      title="Seeds"
      note={`${chosen.size} of ${plural(seeds.length, 'seed')} chosen`}
      flush
      actions={
        <>
          <Button onClick={() => setShown(true)}>All</Button>
          <Button onClick={() => setShown(false)}>None</Button>
        </>
      }
    >
      {seeds.length === 0 ? (
        <EmptyState
          kind="none"
          title="No seed yet"
          action={<ButtonLink href="/seeds">Go to the seeds</ButtonLink>}
        >
          A run starts from seeds; upload one first.
        </EmptyState>
      ) : (
        <>
          <div className="border-b border-line p-2">
            <input
              type="search"
              aria-label="Filter seeds"
              placeholder="Filter seeds"
              value={text}
              onChange={(event) => setText(event.target.value)}
              className="h-8 w-full rounded-md border border-edge bg-raised px-2 text-sm placeholder:text-muted"
            />
          </div>
          <fieldset className="max-h-[max(60vh,40rem)] divide-y divide-line overflow-y-auto">
            <legend className="sr-only">Seeds of the run</legend>
            {shown.map((seed) => (
              <div key={seed.id} className="px-3 py-1.5">
                <CheckField
                  checked={chosen.has(seed.id)}
                  onChange={(event) => toggle(seed.id, event.target.checked)}
                  label={seed.title}
                  hint={`${seed.modality}, ${seed.taskType}, ${METRIC_FACTS[seed.metric].title}${seed.bundled ? ', bundled' : ''}`}
                />
              </div>
            ))}
          </fieldset>
          {shown.length === 0 ? (
            <EmptyState
              kind="filtered"
              clear={<Button onClick={() => setText('')}>Clear the filter</Button>}
            />
          ) : null}
        </>
      )}
    </Panel>
  )
}
