import Link from 'next/link'
import { FidelityTable } from '#components/environments/fidelity-table.tsx'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { EnvironmentDetail } from '#lib/contracts/environments.ts'

type Lineage = NonNullable<EnvironmentDetail['lineage']>

const verdict = (kept: boolean | null) =>
  kept === null ? <span className="text-muted">told only</span> : kept ? 'kept' : <strong>changed</strong>

/** Of a task whose fidelity nobody measured, which fields are the seed's. */
function KeptTable({ kept }: Pick<Lineage, 'kept'>) {
  return (
    <>
      <p className="border-b border-line px-3 py-2 text-muted">
        Its fidelity has not been measured: no certificate of the current gate set looked at it, or its seed
        was read before there was a measure.
      </p>
      <PlainTable
        caption="What the task kept of its seed"
        columns={[{ title: 'Field' }, { title: 'Seed' }, { title: 'Task' }, { title: 'Verdict' }]}
        rows={kept.map((one) => ({
          id: one.field,
          cells: [one.field, one.seed, one.task, verdict(one.kept)],
        }))}
      />
    </>
  )
}

/** The seed that a task grew from, beside what it kept of it. */
export function LineagePanel({ seeds, kept, likeness, fidelity }: Lineage) {
  const judged = kept.filter((one) => one.kept !== null)
  const note =
    fidelity === null
      ? `${judged.filter((one) => one.kept).length} of ${judged.length} kept`
      : `fidelity ${fidelity.overall.toFixed(2)}${likeness === null ? '' : `, ${likeness} run`}`
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
      {fidelity === null ? <KeptTable kept={kept} /> : <FidelityTable fidelity={fidelity} />}
    </Panel>
  )
}
