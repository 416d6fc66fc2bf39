import { BENCHMARKS, type Benchmark, MEASURES, MEASURES_OF, type Measure } from '#lib/domain/results.ts'

/** What the address of the results page says. Words that are not known read as absent. */
export type ResultsView = {
  benchmark: Benchmark
  /** Whose tasks are the competitions, where the benchmark is a pack. */
  pack: string | null
  measure: Measure
  /** Without tasks that have a known defect. */
  clean: boolean
  /** Gaps count as nothing. */
  pad: boolean
  /** Systems that were put away, in place of the board. */
  archived: boolean
  /** Feedback contracts ranked together. */
  mix: boolean
  first: string | null
  second: string | null
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const uuid = (text: string | null): string | null => (text !== null && UUID.test(text) ? text : null)

export function readResultsView(get: (key: string) => string | null): ResultsView {
  const benchmark = BENCHMARKS.find((one) => one === get('benchmark')) ?? 'mle-bench-lite'
  const known: readonly Measure[] = MEASURES_OF[benchmark]
  const asked = MEASURES.find((one) => one === get('measure'))
  return {
    benchmark,
    pack: benchmark === 'pack' ? uuid(get('pack')) : null,
    measure: asked !== undefined && known.includes(asked) ? asked : MEASURES_OF[benchmark][0],
    clean: get('clean') === '1',
    pad: get('pad') === '1',
    archived: get('archived') === '1',
    mix: get('mix') === '1',
    first: uuid(get('first')),
    second: uuid(get('second')),
  }
}

/** The same as the API takes it; two different systems make a comparison. */
export function queryOfView(view: ResultsView): Record<string, string> {
  const { benchmark, pack, measure, clean, pad, archived, first, second } = view
  const compare = first && second && first !== second ? { compare: `${first},${second}` } : {}
  const of = pack === null ? {} : { pack }
  return {
    benchmark,
    ...of,
    measure,
    clean: String(clean),
    pad: String(pad),
    archived: String(archived),
    ...compare,
  }
}
