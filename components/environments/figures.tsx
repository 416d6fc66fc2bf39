import { formatShare } from '#components/patterns/format.ts'
import type { EnvironmentView } from '#lib/contracts/environments.ts'

type Figures = EnvironmentView['figures']

/** Share of the dummy-to-oracle gap that one solver closes; null before the difficulty gate ran. */
export const shareFigure = (figures: Figures, rung: string): number | null =>
  figures[`shares.${rung}`] ?? null

const THREE = 'inline-grid grid-cols-[repeat(3,3rem)] text-right'

/** What the three figures of a row are. */
export const GapHead = () => (
  <span className="-mt-2.5 flex justify-end pb-1 font-normal">
    <span className={THREE}>
      <span>default</span>
      <span>search</span>
      <span>rule</span>
    </span>
  </span>
)

/** Default, search and informed share in one cell: how much there is to gain by thinking. */
export function GapShares({ figures }: { figures: Figures }) {
  const shares = (['s4', 's6', 's7'] as const).map((rung) => formatShare(shareFigure(figures, rung)))
  return (
    <span
      title="Share of the dummy-to-oracle gap closed by boosting by default, by search, and by the solver that knows the rule"
      className={THREE}
    >
      {(['default', 'search', 'rule'] as const).map((name, at) => (
        <span key={name}>{shares[at]}</span>
      ))}
    </span>
  )
}
