import { parseArgs } from 'node:util'
import { createClient } from '#cli/client.ts'
import type { Call, Command, Surroundings } from '#cli/command.ts'
import { COMMANDS } from '#cli/commands/all-commands.ts'
import { findConnection } from '#cli/connection.ts'
import { CommandFailure, EXIT, type ExitCode, usageFailure } from '#cli/failure.ts'
import { plain } from '#cli/table.ts'
import { usageLine, usageTable } from '#cli/usage.ts'
import { speakPlainly } from '#lib/domain/plain-words.ts'

speakPlainly()

/** Runs one command line to its end and gives its exit code. Everything it says goes through `around`. */
export async function runCommandLine(argv: readonly string[], around: Surroundings): Promise<ExitCode> {
  try {
    const wanted = argv.filter((word) => word !== '--json')
    if (wanted.length === 0) {
      around.err(usageTable(COMMANDS))
      return EXIT.usage
    }
    if (wanted[0] === 'help' || wanted.some((word) => word === '--help' || word === '-h'))
      return help(wanted, around)
    const command = findCommand(argv)
    return await command.run(parse(command, argv, around))
  } catch (error) {
    return report(error, argv.includes('--json'), around)
  }
}

function help(words: readonly string[], around: Surroundings): ExitCode {
  const named = words.filter((word) => word !== 'help' && !word.startsWith('-'))
  const group = COMMANDS.filter((command) => command.words[0] === named[0])
  const some = group.filter((command) => command.words.every((word, at) => word === named[at])).slice(0, 1)
  around.out(usageTable([some, group, COMMANDS].find((list) => list.length > 0) ?? []))
  return EXIT.ok
}

/** The command that the first words name; options follow them, flags may stand anywhere. */
function findCommand(argv: readonly string[]): Command {
  const words = argv.filter((word) => !word.startsWith('-'))
  const found = COMMANDS.find((command) => command.words.every((word, at) => words[at] === word))
  if (found !== undefined) return found
  const group = COMMANDS.filter((command) => command.words[0] === words[0])
  if (group.length > 0)
    throw usageFailure(
      `${words[0]} needs one of: ${group.map((one) => one.words[1]).join(', ')}.`,
      `sandmle ${words.join(' ')}`,
    )
  throw usageFailure(`There is no command "${words[0] ?? ''}".`, `sandmle ${argv.join(' ')}`)
}

function parse(command: Command, argv: readonly string[], around: Surroundings): Call {
  const line = usageLine(command)
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type }]) => [name, { type }]),
  )
  let parsed: { values: Record<string, string | boolean | undefined>; positionals: string[] }
  try {
    const given = { ...options, json: { type: 'boolean' as const } }
    const result = parseArgs({ args: [...argv], options: given, allowPositionals: true, strict: true })
    parsed = { values: { ...result.values }, positionals: result.positionals }
  } catch (error) {
    throw usageFailure(`${error instanceof Error ? error.message : String(error)}`, line)
  }
  const { values } = parsed
  const args = parsed.positionals.slice(command.words.length)
  if (args.length < command.args.length) throw usageFailure(`${command.args[args.length]} is missing.`, line)
  const takesMore = command.args.at(-1)?.endsWith('...') ?? false
  if (args.length > command.args.length && !takesMore)
    throw usageFailure(`"${args[command.args.length]}" is not expected here: too many arguments.`, line)
  for (const [name, { required }] of Object.entries(command.options))
    if (required && values[name] === undefined) throw usageFailure(`--${name} is missing.`, line)
  const json = values.json === true
  return {
    around,
    args,
    json,
    text: (option) => (typeof values[option] === 'string' ? values[option] : undefined),
    flag: (option) => values[option] === true,
    client: async () => createClient(await findConnection(around)),
    print: (value, human) => around.out(json ? JSON.stringify(value) : human()),
    note: (text) => around.err(text),
  }
}

function report(error: unknown, json: boolean, around: Surroundings): ExitCode {
  if (!(error instanceof CommandFailure)) {
    around.err(`sandmle: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    if (json) around.out(JSON.stringify({ error: { code: 'internal', message: String(error) } }))
    return EXIT.finding
  }
  const { code, message, where, next, requestId } = error
  if (json) around.out(JSON.stringify({ error: { code, message, where, next, requestId } }))
  const lines = message.split('\n').map(plain).join('\n')
  around.err(`sandmle: ${lines}\n  Where: ${plain(where)}\n  Next: ${plain(next)}`)
  if (requestId !== null) around.err(`  Request id: ${plain(requestId)}`)
  return error.exit
}
