/**
 * One request to a provider. `reserved`: its upper bound is held against the caps and the request may be on its way;
 * `answered` and `failed`: settled at its cost; `lost`: a worker died before it could know, so the whole reservation
 * stays spent, and the request is made again.
 */
export const EXCHANGE_STATUSES = ['reserved', 'answered', 'failed', 'lost'] as const
export type ExchangeStatus = (typeof EXCHANGE_STATUSES)[number]

/** What the last test of a connection said. */
export const CONNECTION_CHECKS = ['unchecked', 'checking', 'ok', 'failed'] as const
export type ConnectionCheck = (typeof CONNECTION_CHECKS)[number]
