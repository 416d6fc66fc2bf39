import type { Command } from '#cli/command.ts'

/** `sandmle runs watch RUN [--json]` */
export function usageLine({ words, args, options }: Command): string {
  const named = Object.entries(options).map(([name, { type, value = 'VALUE', required }]) => {
    const text = type === 'boolean' ? `--${name}` : `--${name} ${value}`
    return required ? text : `[${text}]`
  })
  return ['sandmle', ...words, ...args, ...named].join(' ')
}

/** The table of `sandmle help`, or of one group of commands. */
export function usageTable(commands: readonly Command[]): string {
  const lines = commands.map((command) => `  ${usageLine(command)}\n      ${command.summary}`)
  return [
    'Usage: sandmle COMMAND [--json]',
    '',
    ...lines,
    '',
    '  --json prints only JSON on stdout. Exit codes: 0 ok; 1 a finding (a gate that failed, a refused file, a run that failed) or an error; 2 a command line that makes no sense.',
    '  Server: SANDMLE_URL and SANDMLE_TOKEN (`sandmle token create` makes one); by default what `npm run up` wrote to local.json in SANDMLE_HOME.',
    '  doctor, worker and pack verify work without a server.',
  ].join('\n')
}
