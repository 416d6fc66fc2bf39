import Link from 'next/link'
import { ScrollRegion } from '#components/patterns/scroll-region.tsx'
import { estimateWords, IntervalBar, seedsWords } from '#components/results/estimate.tsx'
import { Strip } from '#components/results/strip.tsx'
import { SystemFlags } from '#components/results/system-flags.tsx'
import type { SystemResults } from '#lib/contracts/results.ts'
import { MEASURE_TITLES, METHOD_TITLES, type Measure } from '#lib/domain/results.ts'

type SystemTableProps = {
  caption: string
  rows: readonly SystemResults[]
  measure: Measure
  /** MLE-Dojo has no tiers, so no strips. */
  withStrip: boolean
  hrefOf: (id: string) => string
  advised: ReadonlySet<string>
}

const HEAD = 'h-8 px-3 font-medium whitespace-nowrap'

/** Systems of one section: strip, mean and error, conditions and flags. */
export function SystemTable({ caption, rows, measure, withStrip, hrefOf, advised }: SystemTableProps) {
  return (
    <ScrollRegion label={caption}>
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-xs text-muted">
            <th scope="col" className={`${HEAD} min-w-48 xl:w-64`}>
              System
            </th>
            <th scope="col" className={`${HEAD} w-40 text-right`}>
              {MEASURE_TITLES[measure]}, %
            </th>
            {withStrip ? (
              <th scope="col" className={HEAD}>
                Competitions, by id
              </th>
            ) : null}
            <th scope="col" className={`${HEAD} min-w-32 xl:w-44`}>
              Seeds
            </th>
            <th scope="col" className={`${HEAD} min-w-56 xl:w-72`}>
              Conditions
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.system.id} className="border-t border-line align-top first:border-t-0">
              <td className="px-3 py-2">
                <Link
                  href={hrefOf(row.system.id)}
                  data-row-link
                  className="inline-flex min-h-6 items-center font-medium hover:underline"
                >
                  {row.system.name}
                </Link>
                <div className="text-xs text-muted">
                  {row.system.model}, {METHOD_TITLES[row.system.method]}, {row.system.scaffold}
                </div>
              </td>
              <td className="num px-3 py-2 text-right whitespace-nowrap">
                <div className="font-medium">{estimateWords(row.aggregate, measure)}</div>
                <div className="flex justify-end">
                  <IntervalBar aggregate={row.aggregate} measure={measure} />
                </div>
              </td>
              {withStrip ? (
                <td className="px-3 py-2">
                  <div className="w-[29rem]">
                    <Strip cells={row.cells} of={row.system.name} />
                  </div>
                </td>
              ) : null}
              <td className="px-3 py-2 text-xs">{seedsWords(row.aggregate)}</td>
              <td className="px-3 py-2 text-xs">
                <Conditions row={row} />
                <div className="mt-1">
                  <SystemFlags row={row} advised={advised.has(row.system.id)} />
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

function Conditions({ row: { system } }: { row: SystemResults }) {
  const said = [
    system.hardware,
    system.hours === null ? null : `${system.hours} h`,
    system.gradings === null ? null : `${system.gradings} ${system.gradings === 1 ? 'grading' : 'gradings'}`,
  ].filter((one) => one !== null && one !== '')
  return said.length > 0 ? said.join(', ') : <span className="text-muted">not stated</span>
}
