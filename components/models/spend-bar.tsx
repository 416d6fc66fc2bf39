import { usd } from '#components/models/usd.ts'

type SpendBarProps = {
  spentMicroUsd: number
  reservedMicroUsd: number
  /** Null: no cap. */
  capMicroUsd: number | null
}

/** Spent and held against a cap; the bar says no more than the words. Without a cap there is nothing to draw. */
export function SpendBar({ spentMicroUsd, reservedMicroUsd, capMicroUsd }: SpendBarProps) {
  const share = (micro: number) => `${capMicroUsd ? Math.min(100, (100 * micro) / capMicroUsd) : 0}%`
  return (
    <div>
      <div className="num flex flex-wrap justify-between gap-x-3 text-xs">
        <span>
          <span className="font-medium">{usd(spentMicroUsd)}</span> spent
          {reservedMicroUsd > 0 ? (
            <span className="text-muted">, {usd(reservedMicroUsd)} held for requests under way</span>
          ) : null}
        </span>
        <span className="text-muted">{capMicroUsd === null ? 'no cap' : `cap ${usd(capMicroUsd)}`}</span>
      </div>
      {capMicroUsd === null ? null : (
        <div aria-hidden className="mt-1 flex h-2 overflow-hidden rounded-sm border border-line bg-sunken">
          <span className="bg-sand" style={{ width: share(spentMicroUsd) }} />
          <span className="hatched" style={{ width: share(reservedMicroUsd) }} />
        </div>
      )}
    </div>
  )
}
