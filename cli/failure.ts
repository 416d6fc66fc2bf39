/** Exit codes that scripts rely on: `finding` is also every failure, `usage` a command line that makes no sense. */
export const EXIT = { ok: 0, finding: 1, usage: 2 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** What a person is told when a command cannot continue: what happened, where, and the next step. */
export class CommandFailure extends Error {
  readonly exit: ExitCode
  readonly where: string
  readonly next: string
  /** Machine-readable code: the server's, or the command line's own. */
  readonly code: string
  readonly requestId: string | null

  constructor(
    what: string,
    where: string,
    next: string,
    more: { exit?: ExitCode; code?: string; requestId?: string } = {},
  ) {
    super(what)
    this.name = 'CommandFailure'
    this.where = where
    this.next = next
    this.exit = more.exit ?? EXIT.finding
    this.code = more.code ?? 'failed'
    this.requestId = more.requestId ?? null
  }
}

/** A command line that makes no sense; exit code 2. */
export const usageFailure = (what: string, where: string, next = 'sandmle help') =>
  new CommandFailure(what, where, next, { exit: EXIT.usage, code: 'usage' })
