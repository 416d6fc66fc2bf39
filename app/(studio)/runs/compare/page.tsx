import type { Metadata } from 'next'
import { one, type PageInput } from '#app/page-input.ts'
import { context, orNotFound } from '#app/user.ts'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ComparedAssignments } from '#components/runs/branch/compared-assignments.tsx'
import { Candidates } from '#components/runs/branch/compared-candidates.tsx'
import { ComparedFigures } from '#components/runs/branch/compared-figures.tsx'
import { RunPair } from '#components/runs/branch/run-pair.tsx'
import { compareRuns } from '#lib/services/runs/compare-runs.ts'
import { listRuns } from '#lib/services/runs/list-runs.ts'

export const metadata: Metadata = { title: 'Compare two runs' }

/** `?a=&b=` name the runs; the page without them asks for two. */
export default async function ComparePage({ searchParams }: PageInput) {
  const query = await searchParams
  const ctx = await context()
  const { runs } = await listRuns({ ctx, input: {} })
  const [a, b] = [one(query, 'a') ?? '', one(query, 'b') ?? '']
  const isChosen = a !== '' && b !== '' && a !== b
  const comparison = isChosen ? await orNotFound(compareRuns({ ctx, input: { a, b } })) : null
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Runs', href: '/runs' }]}
        title="Compare two runs"
        facts="Intervals are 95 %. A difference whose interval holds 0 is not separable."
      />
      <div className="flex flex-col gap-4">
        <RunPair runs={runs} chosen={comparison} a={a} b={b} />
        {comparison ? (
          <>
            <ComparedFigures comparison={comparison} />
            <ComparedAssignments comparison={comparison} />
            <Candidates comparison={comparison} />
          </>
        ) : null}
      </div>
    </>
  )
}
