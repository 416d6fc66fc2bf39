import Link from 'next/link'
import { Panel } from '#components/ui/panel.tsx'
import type { RunDetail } from '#lib/contracts/runs.ts'
import { formatUsd } from '#lib/domain/model-cost.ts'

const compareHref = (a: string, b: string): string => `/runs/compare?a=${a}&b=${b}`

/** Where the run branched from and what branched from it, each with its comparison; nothing for a run without kin. */
export function BranchLinks({ run }: { run: RunDetail }) {
  const { parent, branches, reusedMicroUsd } = run
  if (parent === null && branches.length === 0) return null
  const kin = [
    ...(parent ? [{ ...parent, words: 'Branched from', href: compareHref(parent.id, run.id) }] : []),
    ...branches.map((one) => ({ ...one, words: 'Branch', href: compareHref(run.id, one.id) })),
  ]
  const note = reusedMicroUsd > 0 ? `${formatUsd(reusedMicroUsd)} USD saved by what was taken over` : null
  return (
    <Panel title="Branches" note={note}>
      <ul className="flex flex-col gap-1">
        {kin.map(({ id, name, words, href }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3">
            <span className="text-muted">{words}</span>
            <Link className="link inline-flex min-h-6 items-center" href={`/runs/${id}`}>
              {name}
            </Link>
            <Link className="link inline-flex min-h-6 items-center" href={href}>
              Compare<span className="sr-only"> with {name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
