import { CircleDollarSign } from 'lucide-react'
import Link from 'next/link'
import { usd } from '#components/models/usd.ts'
import { plural } from '#components/patterns/format.ts'
import { ButtonLink } from '#components/ui/button.tsx'
import type { RunDetail } from '#lib/contracts/runs.ts'

const CODE = 'budget-reached'

/** Names the state of a run whose candidates ended at a cap, and what really helps. */
export function BudgetBanner({ run }: { run: RunDetail }) {
  const stopped = run.lanes.filter((lane) => lane.status === 'error' && lane.reasonCode === CODE)
  const [first] = stopped
  const { capMicroUsd, spentMicroUsd, reservedMicroUsd } = run.cost
  if (first === undefined || capMicroUsd === null) return null
  const left = Math.max(0, capMicroUsd - spentMicroUsd - reservedMicroUsd)
  return (
    <section
      aria-label="Budget reached"
      className="flex flex-col gap-2 rounded-md border border-warn bg-warn-soft p-3"
    >
      <h2 className="flex items-center gap-2 text-base text-warn-text">
        <CircleDollarSign size={16} aria-hidden />
        Budget reached
      </h2>
      <p>
        {plural(stopped.length, 'candidate')} stopped before a request that could have passed a cap. Nothing
        was spent above it, and finished candidates stay usable. {usd(left)} of this run's cap are left.
      </p>
      <p>{first.reason}</p>
      <p>
        <strong className="font-medium">Retry failed</strong> continues where they stopped, as far as what is
        left carries; answers that were paid for are used again. It also helps once the owner has raised the
        cap of a{' '}
        <Link href="/connections" className="link">
          connection
        </Link>
        . The cap of this run is fixed: a new run with a higher one and the same run seed asks again only what
        was not answered yet, and names as duplicates what is verified already.
      </p>
      <div>
        <ButtonLink href={`/runs/new?from=${run.id}`}>New run with these settings</ButtonLink>
      </div>
    </section>
  )
}
