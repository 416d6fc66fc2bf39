import Link from 'next/link'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { EnvironmentDetail } from '#lib/contracts/environments.ts'

type Lineage = NonNullable<EnvironmentDetail['lineage']>

const verdict = (kept: boolean | null) =>
  kept === null ? <span className="text-muted">told only</span> : kept ? 'kept' : <strong>changed</strong>

/** The seed that a task grew from, beside what it kept of it. */
export function LineagePanel({ seeds, kept }: Lineage) {
  const judged = kept.filter((one) => one.kept !== null)
  const note = `${judged.filter((one) => one.kept).length} of ${judged.length} kept`
  return (
    <Panel title="Seed and task" note={note} flush>
      <p className="border-b border-line px-3 py-2 text-muted">
        {seeds.length === 0 ? 'Its seed is no longer in the library.' : 'Grown from '}
        {seeds.map(({ slug, title }, at) => (
          <span key={slug}>
            {at > 0 ? ', ' : null}
            <Link href={`/seeds/${slug}`} className="link">
              {title}
            </Link>
          </span>
        ))}
      </p>
      <PlainTable
        caption="What the task kept of its seed"
        columns={[{ title: 'Field' }, { title: 'Seed' }, { title: 'Task' }, { title: 'Verdict' }]}
        rows={kept.map((one) => ({
          id: one.field,
          cells: [one.field, one.seed, one.task, verdict(one.kept)],
        }))}
      />
    </Panel>
  )
}
