import {
  BENCHMARK_TITLES,
  type Benchmark,
  REPORT_FORM_TITLES,
  REPORTS_OF,
  type ReportForm,
  SPLIT_TITLES,
} from '#lib/domain/results.ts'
import type { GradedReport, ReadingNote, ReadReports } from '#lib/training/results/graded-result.ts'

/** What a system's figures run over. `ids` null: whatever was attempted. */
export type ReportsSplit = {
  benchmark: Benchmark
  ids: ReadonlySet<string> | null
  /** Other names of the same tasks, by name: folders that a layout of a pack gives them. */
  aliases: ReadonlyMap<string, string>
}

const NAMED = 5
const listed = (ids: readonly string[]): string =>
  `${ids.slice(0, NAMED).join(', ')}${ids.length > NAMED ? ` and ${ids.length - NAMED} more` : ''}`

/** The benchmark that a report of a form is for. */
const HOME = {
  'mle-bench': 'mle-bench-lite',
  rewards: 'mle-bench-lite',
  'mle-dojo': 'mle-dojo',
} as const satisfies Record<ReportForm, Benchmark>

function wrongForm({ form, filename }: GradedReport, benchmark: Benchmark): ReadingNote | null {
  if ((REPORTS_OF[benchmark] as readonly ReportForm[]).includes(form)) return null
  const home = BENCHMARK_TITLES[HOME[form]]
  return {
    file: filename,
    message: `This is ${REPORT_FORM_TITLES[form]}, and the system is one of ${BENCHMARK_TITLES[benchmark]}. Import it for a system of ${home} (--benchmark ${HOME[form]}).`,
  }
}

const ELSEWHERE: Partial<Record<Benchmark, string>> = {
  'mle-bench-lite': 'A system of MLE-bench (--benchmark mle-bench) counts all 75, one of a pack its tasks.',
  'mle-bench': 'A system of a pack (--benchmark pack) counts the tasks of the pack.',
  pack: 'Name the pack that was evaluated, or the benchmark, when you describe the system.',
}

/** What a report has beside the split: of nothing in it, it is refused; of some, it is told. */
function outside(report: GradedReport, { benchmark, ids }: ReportsSplit) {
  const known = ids
  if (known === null) return { refusal: null, warning: null }
  const others = [...new Set(report.results.map(({ competition }) => competition))].filter(
    (id) => !known.has(id),
  )
  if (others.length === 0) return { refusal: null, warning: null }
  const all = new Set(report.results.map(({ competition }) => competition)).size
  const next = ELSEWHERE[benchmark] ?? ''
  const message =
    others.length === all
      ? `None of its ${all} competitions is in the ${SPLIT_TITLES[benchmark]} of this system (${listed(others)}). ${next}`
      : `${others.length} of its ${all} competitions are not in the ${SPLIT_TITLES[benchmark]} of this system and appear in no figure of it: ${listed(others)}. ${next}`
  const note = { file: report.filename, message }
  return others.length === all ? { refusal: note, warning: null } : { refusal: null, warning: note }
}

/**
 * Reports as a system can hold them: those of another tool, and those with nothing of its split, are refused by name;
 * results beside the split are kept and told of, so that none vanishes without a word.
 */
export function fitReports(read: ReadReports, split: ReportsSplit): ReadReports {
  const fitted: ReadReports = { reports: [], refused: [...read.refused], warnings: [...read.warnings] }
  for (const one of read.reports) {
    const results = one.results.map((result) => ({
      ...result,
      competition: split.aliases.get(result.competition) ?? result.competition,
    }))
    const report = { ...one, results }
    const wrong = wrongForm(report, split.benchmark)
    const { refusal, warning } = wrong === null ? outside(report, split) : { refusal: wrong, warning: null }
    if (refusal !== null) fitted.refused.push(refusal)
    else fitted.reports.push(report)
    if (warning !== null) fitted.warnings.push(warning)
  }
  return fitted
}
