import { ExchangeBadge } from '#components/models/transcript/exchange-badge.tsx'
import { typedUsd } from '#components/models/usd.ts'
import type { Column } from '#components/patterns/column.ts'
import { formatCount, formatDuration } from '#components/patterns/format.ts'
import { Time } from '#components/patterns/time.tsx'
import type { ExchangeView } from '#lib/contracts/exchanges.ts'
import { MODEL_ROLE_TITLES } from '#lib/domain/vocabulary.ts'

const tokens = (count: number | null) => (count === null ? '–' : formatCount(count))
const number = (id: string, title: string, of: (one: ExchangeView) => number): Column<ExchangeView> => ({
  id,
  title,
  numeric: true,
  text: of,
  cell: of,
})

/** Role first; attempt, turn and request are counted from 1, as people count. */
export function exchangeColumns(onOpen: ((id: string) => void) | null): Column<ExchangeView>[] {
  return [
    {
      id: 'role',
      title: 'Role',
      text: (one) => one.role,
      cell: (one) =>
        onOpen ? (
          <button
            type="button"
            data-row-link
            onClick={() => onOpen(one.id)}
            className="min-h-6 font-medium hover:underline"
          >
            {MODEL_ROLE_TITLES[one.role]}
            <span className="sr-only">{placeOf(one)}</span>
          </button>
        ) : (
          MODEL_ROLE_TITLES[one.role]
        ),
    },
    number('repair', 'Attempt', (one) => one.repair + 1),
    number('turn', 'Turn', (one) => one.turn + 1),
    number('try', 'Try', (one) => one.try),
    {
      id: 'status',
      title: 'Status',
      text: (one) => one.status,
      cell: (one) => <ExchangeBadge exchange={one} />,
    },
    {
      id: 'model',
      title: 'Model',
      text: (one) => one.model,
      cell: (one) => (
        <code className="block max-w-48 truncate" title={one.model}>
          {one.model}
        </code>
      ),
    },
    {
      id: 'input',
      title: 'Tokens in',
      numeric: true,
      text: (one) => one.inputTokens,
      cell: (one) => tokens(one.inputTokens),
    },
    {
      id: 'cached',
      title: 'Cached',
      numeric: true,
      text: (one) => one.cachedTokens,
      cell: (one) => tokens(one.cachedTokens),
    },
    {
      id: 'output',
      title: 'Tokens out',
      numeric: true,
      text: (one) => one.outputTokens,
      cell: (one) => tokens(one.outputTokens),
    },
    {
      id: 'cost',
      title: 'Cost, USD',
      numeric: true,
      text: (one) => typedUsd(one.costMicroUsd),
      cell: (one) =>
        one.status === 'reserved' ? (
          <span className="text-muted">held {typedUsd(one.reservedMicroUsd)}</span>
        ) : (
          typedUsd(one.costMicroUsd)
        ),
    },
    {
      id: 'latency',
      title: 'Latency',
      numeric: true,
      text: (one) => one.latencyMs,
      cell: (one) => formatDuration(one.latencyMs),
    },
    {
      id: 'error',
      title: 'Said',
      text: (one) => one.error ?? one.finishReason,
      cell: (one) => (
        <span className="block max-w-96 truncate" title={one.error ?? undefined}>
          {one.error ?? one.finishReason ?? ''}
        </span>
      ),
    },
    { id: 'at', title: 'Asked', text: (one) => one.createdAt, cell: (one) => <Time iso={one.createdAt} /> },
  ]
}

const placeOf = (one: ExchangeView) => `, attempt ${one.repair + 1}, turn ${one.turn + 1}, try ${one.try}`
