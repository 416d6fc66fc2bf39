import { typedUsd } from '#components/models/usd.ts'
import { formatCount, plural } from '#components/patterns/format.ts'
import { PlainTable } from '#components/patterns/plain-table.tsx'
import { ScrollRegion } from '#components/patterns/scroll-region.tsx'
import type { ConnectionView } from '#lib/contracts/connections.ts'

/** Models with their prices, which is what lets them play; the rest of what the provider lists stands below. */
export function ModelPrices({ connection }: { connection: ConnectionView }) {
  const { models, prices, name } = connection
  const unpriced = models.filter((model) => !Object.hasOwn(prices, model))
  const priced = Object.entries(prices)
  return (
    <div className="flex flex-col gap-2">
      {priced.length === 0 ? (
        <p className="text-muted">
          No model has a price yet, so none can play: a cap over unknown costs holds nothing.
        </p>
      ) : (
        <div className="rounded-md border border-line">
          <p className="border-b border-line px-3 py-1 text-xs text-muted">USD for a million tokens</p>
          <PlainTable
            caption={`Prices of ${name}`}
            columns={[
              { title: 'Model' },
              { title: 'Input', numeric: true },
              { title: 'Output', numeric: true },
            ]}
            rows={priced.map(([model, { inputMicroUsd, outputMicroUsd }]) => ({
              id: model,
              cells: [
                <span key="model" className="block min-w-24 font-mono text-xs [overflow-wrap:anywhere]">
                  {model}
                  {models.length > 0 && !models.includes(model) ? (
                    <span className="font-sans text-muted"> not in the provider's list</span>
                  ) : null}
                </span>,
                typedUsd(inputMicroUsd),
                typedUsd(outputMicroUsd),
              ],
            }))}
          />
        </div>
      )}
      {unpriced.length > 0 ? (
        <details className="text-xs">
          <summary className="min-h-6 text-muted">
            {plural(unpriced.length, 'listed model')} without a price
          </summary>
          <ScrollRegion label={`Models of ${name} without a price`} maxHeight="12rem">
            <ul className="font-mono" aria-label={`${formatCount(unpriced.length)} models`}>
              {unpriced.map((model) => (
                <li key={model} className="[overflow-wrap:anywhere]">
                  {model}
                </li>
              ))}
            </ul>
          </ScrollRegion>
        </details>
      ) : null}
    </div>
  )
}
