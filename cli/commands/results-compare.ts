import type { Call, Command } from '#cli/command.ts'
import { CommandFailure, EXIT, type ExitCode } from '#cli/failure.ts'
import { choiceOption } from '#cli/input-file.ts'
import { plain } from '#cli/table.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { type ComparisonView, RESULTS } from '#lib/contracts/results.ts'
import { BENCHMARKS, MEASURE_TITLES, MEASURES, MEASURES_OF } from '#lib/domain/results.ts'

const signed = (points: number): string => `${points < 0 ? '' : '+'}${points.toFixed(2)}`

function words(names: readonly [string, string], measure: string, { result }: ComparisonView): string {
  const [first, second] = names.map(plain)
  if (result === null) return `${first} and ${second} have no competition in common.`
  const { difference, low, high, separable, shared, replicates } = result
  return [
    `${first} - ${second}, ${measure.toLowerCase()}: ${signed(difference)} points (95 % from ${signed(low)} to ${signed(high)})`,
    separable
      ? 'Separable: the interval does not contain 0.'
      : 'Not separable: the interval contains 0, so these results do not show which one is better.',
    `${shared.length} shared competitions, ${replicates} resamples.`,
  ].join('\n')
}

async function compare(call: Call): Promise<ExitCode> {
  const [first = '', second = ''] = call.args
  const benchmark = choiceOption(call, 'benchmark', BENCHMARKS) ?? 'mle-bench-lite'
  const measure = choiceOption(call, 'measure', MEASURES_OF[benchmark])
  const pack = call.text('evaluated-on')
  const clean = call.flag('clean') ? 'true' : undefined
  const pad = call.flag('pad') ? 'true' : undefined
  const query = { benchmark, pack, measure, clean, pad }
  const client = await call.client()
  const { systems } = await client.call(RESULTS.list, query)
  const idOf = (name: string): string => {
    const found = systems.filter(({ system }) => system.name === name || system.id === name)
    if (found[0] !== undefined && found.length === 1) return found[0].system.id
    throw new CommandFailure(
      found.length === 0
        ? `There is no system "${plain(name)}" of ${benchmark}.`
        : `${found.length} systems are called "${plain(name)}"; name one by its id.`,
      name,
      `sandmle results list --benchmark ${benchmark} --json`,
      { code: 'not-found' },
    )
  }
  const ids = [idOf(first), idOf(second)]
  const board = await client.call(RESULTS.list, { ...query, compare: ids.join(',') })
  if (board.comparison === null)
    throw new CommandFailure(
      'The server compared nothing.',
      addressOf(RESULTS.list, query),
      'Name two other systems.',
    )
  const { comparison } = board
  call.print({ measure: board.measure, ...comparison }, () =>
    words([first, second], MEASURE_TITLES[board.measure], comparison),
  )
  return EXIT.ok
}

export const resultsCompareCommands: readonly Command[] = [
  {
    words: ['results', 'compare'],
    args: ['NAME', 'NAME'],
    options: {
      benchmark: { type: 'string', value: BENCHMARKS.join('|') },
      'evaluated-on': { type: 'string', value: 'PACK_ID' },
      measure: { type: 'string', value: MEASURES.join('|') },
      clean: { type: 'boolean' },
      pad: { type: 'boolean' },
    },
    summary:
      'The first system less the second, with a 95 % interval; --clean leaves out tasks with known defects, --pad counts gaps as failed attempts.',
    run: compare,
  },
]
