const BRAND = Symbol.for('sandmle.app-error')

export const ERROR_CODES = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'precondition',
  'limit',
  'too-large',
  'unavailable',
  'internal',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

export const HTTP_STATUS = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  precondition: 412,
  limit: 429,
  'too-large': 413,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>

/** The one error class: a closed code, a message that a person may read, details and the cause for the log. */
export class AppError extends Error {
  readonly [BRAND] = true
  readonly code: ErrorCode
  readonly publicMessage: string
  readonly meta: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, publicMessage: string, meta: Record<string, unknown> = {}, cause?: unknown) {
    super(`${code}: ${publicMessage}`, { cause })
    this.name = 'AppError'
    this.code = code
    this.publicMessage = publicMessage
    this.meta = meta
  }
}

/** True across bundles, where `instanceof` is not. */
export const isAppError = (error: unknown): error is AppError =>
  typeof error === 'object' && error !== null && BRAND in error

export const notFound = (what: string, id: string) =>
  new AppError('not-found', `No ${what} ${id}.`, { what, id })
export const conflict = (message: string, meta = {}) => new AppError('conflict', message, meta)
export const precondition = (message: string, meta = {}) => new AppError('precondition', message, meta)
export const forbidden = (message: string, meta = {}) => new AppError('forbidden', message, meta)
export const invalid = (message: string, meta = {}) => new AppError('invalid', message, meta)
