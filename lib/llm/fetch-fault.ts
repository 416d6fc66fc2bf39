export type FetchFaultKind = 'address-refused' | 'too-large' | 'idle' | 'unreadable'

/** Why a guarded request was refused or stopped; its message names hosts and limits, never headers or bodies. */
export class FetchFault extends Error {
  readonly kind: FetchFaultKind

  constructor(kind: FetchFaultKind, message: string) {
    super(message)
    this.name = 'FetchFault'
    this.kind = kind
  }
}

/** The fault inside what a client library wrapped around it, or null. */
export function fetchFaultIn(error: unknown): FetchFault | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1)
    if (at instanceof FetchFault) return at
  return null
}
