import { type PriceRow, pricesOf } from '#components/models/price-rows.ts'
import { readUsd } from '#components/models/usd.ts'
import type {
  ConnectionView,
  CreateConnectionInput,
  UpdateConnectionBody,
} from '#lib/contracts/connections.ts'
import { PROVIDER_KINDS, STRUCTURED_OUTPUTS } from '#lib/domain/ports/language-model.ts'

/** What appears in the form. The key is null where none was typed. */
export type ConnectionDraft = Required<CreateConnectionInput>
export type ReadDraft =
  | { kind: 'ok'; draft: ConnectionDraft }
  | { kind: 'wrong'; field: 'cap' | 'prices'; message: string }

const textOf = (data: FormData, name: string): string => String(data.get(name) ?? '').trim()

/** The form's fields as a connection; amounts that are none are named. */
export function readDraft(data: FormData, rows: readonly PriceRow[]): ReadDraft {
  const cap = readUsd(textOf(data, 'cap'))
  if (cap.kind === 'wrong')
    return { kind: 'wrong', field: 'cap', message: 'An amount is written like 20 or 0.5.' }
  const read = pricesOf(rows)
  if (read.kind === 'wrong') return { kind: 'wrong', field: 'prices', message: read.message }
  const draft: ConnectionDraft = {
    name: textOf(data, 'name'),
    kind: PROVIDER_KINDS.find((kind) => kind === data.get('kind')) ?? 'openai-compatible',
    baseUrl: textOf(data, 'baseUrl'),
    apiKey: textOf(data, 'apiKey') || null,
    structuredOutput: STRUCTURED_OUTPUTS.find((one) => one === data.get('structuredOutput')) ?? 'none',
    allowPrivate: data.get('allowPrivate') === 'on',
    prices: read.prices,
    capMicroUsd: cap.kind === 'amount' ? cap.micro : null,
  }
  return { kind: 'ok', draft }
}

/**
 * Only what differs: a change of address, kind or key makes the last test worthless, so that an untouched one must
 * not be sent. A key that was not typed stays, unless it is to be removed.
 */
export function changesOf(
  before: ConnectionView,
  draft: ConnectionDraft,
  removeKey: boolean,
): UpdateConnectionBody {
  const { apiKey, ...rest } = draft
  const kept = new Map<string, unknown>(Object.entries(before))
  const changed = Object.entries(rest).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(kept.get(name)),
  )
  return {
    ...Object.fromEntries(changed),
    ...(apiKey !== null ? { apiKey } : removeKey ? { apiKey: null } : {}),
  }
}
