'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { ask } from '#components/data/read-json.ts'
import { environmentHref } from '#components/patterns/environment-url.ts'
import { RUNS, type RunDetail } from '#lib/contracts/runs.ts'

/** The environment that a candidate became, as soon as it is one: the page's own query of the run tells. */
export function EnvironmentLink({ run: first, ordinal }: { run: RunDetail; ordinal: number }) {
  const { data: run } = useQuery({
    ...ask(RUNS.get, { id: first.id }),
    initialData: first,
  })
  const environment = run.lanes.find((one) => one.ordinal === ordinal)?.environment
  if (!environment) return null
  return (
    <Link href={environmentHref(environment.slug, environment.version)} className="link">
      {environment.title}
    </Link>
  )
}
