import type { Client } from '#cli/client.ts'
import type { ExitCode } from '#cli/failure.ts'

/** The outside of the command line: streams, environment, folders. Tests hand in their own. */
export type Surroundings = {
  env: Readonly<Record<string, string | undefined>>
  /** The checkout. */
  root: string
  cwd: string
  out(text: string): void
  err(text: string): void
}

/** One parsed command line. */
export type Call = {
  around: Surroundings
  args: readonly string[]
  json: boolean
  text(option: string): string | undefined
  flag(option: string): boolean
  /** The server's client; throws with the next step when no server is known. */
  client(): Promise<Client>
  /** The one result on stdout: JSON under --json, else what `human` says. */
  print(value: unknown, human: () => string): void
  /** Progress for people; never on stdout. */
  note(text: string): void
}

export type Command = {
  /** `['runs', 'list']` */
  words: readonly string[]
  /** Arguments by name, all required; the last may end with `...` and stand for several. */
  args: readonly string[]
  options: Readonly<Record<string, OptionSpec>>
  summary: string
  run(call: Call): Promise<ExitCode>
}

export type OptionSpec = {
  type: 'string' | 'boolean'
  /** What stands for the value in the usage line. */
  value?: string
  required?: boolean
}
