'use client'

import { useState } from 'react'
import { CodeView } from '#components/patterns/code-view.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { formatScore } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { TierBadge } from '#components/patterns/tier-badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { FoldedPanel } from '#components/ui/folded-panel.tsx'
import type { GreedyProgram, SmokeSeed } from '#lib/contracts/smoke.ts'

const COLUMNS = [
  { title: 'Environment' },
  { title: 'Tier' },
  { title: 'Score', numeric: true },
  { title: 'Model' },
  { title: 'View' },
  { title: 'Other choices' },
  { title: 'Program' },
] as const
const NAMED = ['model', 'view']

function otherChoices({ choices }: GreedyProgram): string {
  const rest = Object.entries(choices).filter(([slot]) => !NAMED.includes(slot))
  return rest.map(([slot, choice]) => `${slot} ${choice}`).join(', ')
}

/** The table may be longer than the window: whoever asks for a program sees it. */
const intoView = (element: HTMLDivElement | null) => element?.scrollIntoView({ block: 'start' })

type Props = {
  seeds: readonly SmokeSeed[]
  /** Why programs may not be read; null where they may. */
  hidden: string | null
}

/** What each seed's policy would write for every environment, and how that did. */
export function SmokePrograms({ seeds, hidden }: Props) {
  const finished = seeds.filter(({ greedy }) => greedy.length > 0)
  const [number, setNumber] = useState(0)
  const [shown, setShown] = useState<string | null>(null)
  const seed = finished[Math.min(number, finished.length - 1)]
  const program = seed?.greedy.find(({ environment }) => environment === shown)
  const choice = finished.map((one, i) => (
    <Button
      key={one.seed}
      tone={one === seed ? 'plain' : 'quiet'}
      aria-pressed={one === seed}
      onClick={() => setNumber(i)}
    >
      Seed {one.seed}
    </Button>
  ))
  return (
    <FoldedPanel
      title="Greedy programs"
      note="The likeliest choice of every slot at the end of a seed"
      startsFolded
    >
      {finished.length > 1 ? <p className="flex gap-1 border-b border-line p-2">{choice}</p> : null}
      {seed === undefined ? (
        <EmptyState kind="none" title="No seed has ended yet">
          The programs are written when a seed ends.
        </EmptyState>
      ) : (
        <PlainTable
          caption={`Greedy programs of seed ${seed.seed}`}
          columns={COLUMNS}
          rows={seed.greedy.map((one) => ({
            id: one.environment,
            highlighted: one === program,
            cells: [
              one.environment,
              one.tier === null ? one.outcome : <TierBadge key="tier" tier={one.tier} />,
              formatScore(one.score),
              one.choices.model,
              one.choices.view,
              <span key="rest" className="block min-w-72 text-xs text-muted">
                {otherChoices(one)}
              </span>,
              <Button
                key="show"
                tone="quiet"
                disabledReason={hidden}
                aria-label={`Show the program for ${one.environment}`}
                onClick={() => setShown(one.environment)}
              >
                Show
              </Button>,
            ],
          }))}
        />
      )}
      {program ? (
        <div key={program.environment} ref={intoView} className="border-t border-line">
          {program.output.trim() ? (
            <pre className="overflow-x-auto border-b border-line p-3 font-mono text-xs whitespace-pre-wrap">
              {program.output}
            </pre>
          ) : null}
          <CodeView path={`${program.environment}.py`} text={program.source} />
        </div>
      ) : null}
    </FoldedPanel>
  )
}
