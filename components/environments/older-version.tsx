import Link from 'next/link'
import { environmentHref } from '#components/patterns/environment-url.ts'
import type { EnvironmentDetail } from '#lib/contracts/environments.ts'

/** Says on the page of an older version that what was judged and measured there is about its own content alone. */
export function OlderVersion({ detail }: { detail: EnvironmentDetail }) {
  const { environment, version, versions } = detail
  const newest = versions[0]
  if (newest === undefined || newest.number <= version.number) return null
  return (
    <section
      aria-label="Older version"
      className="rounded-md border border-warn bg-warn-soft px-3 py-2 [overflow-wrap:anywhere]"
    >
      <strong className="text-warn-text">Stale.</strong> This is v{version.number}. Verdicts, scores, training
      and packs shown here are about it and count for no later version.{' '}
      <Link href={environmentHref(environment.slug, newest.number)} className="link">
        Open v{newest.number}
      </Link>
      , saved by {newest.editorName}.
    </section>
  )
}
