import { Snippet } from '#components/patterns/copy-id.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Benchmark } from '#lib/domain/results.ts'
import { whoMay } from '#lib/domain/why-not.ts'

const COMMANDS: Record<Benchmark, string> = {
  'mle-bench-lite':
    'npx sandmle results import 2026-11-23_grading_report.json --system qwen3-8b-rl --model Qwen3-8B --method rl --scaffold AIDE --feedback none',
  'mle-bench':
    'npx sandmle results import 2026-11-23_grading_report.json --benchmark mle-bench --system qwen3-8b-rl --model Qwen3-8B --method rl --scaffold AIDE --feedback none',
  pack: 'npx sandmle results import 2026-11-23_grading_report.json --benchmark pack --evaluated-on PACK_ID --system qwen3-8b-rl --model Qwen3-8B --method rl --scaffold AIDE --feedback none',
  'mle-dojo':
    'npx sandmle results import env_history.zip --benchmark mle-dojo --system qwen3-8b-rl --model Qwen3-8B --method rl --scaffold MLE-Agent --feedback validation-score',
}

/** What belongs here and how it gets here. */
export function NoResults({
  benchmark,
  mayImport,
  isArchived,
}: {
  benchmark: Benchmark
  mayImport: boolean
  /** Only what was put away is asked for. */
  isArchived: boolean
}) {
  if (isArchived)
    return (
      <Panel title="Archived systems" flush>
        <EmptyState kind="none" title="No archived system">
          A system that is put away leaves the board and keeps its results. It is archived, and restored, on
          its own page.
        </EmptyState>
      </Panel>
    )
  return (
    <Panel title="Systems" flush>
      <EmptyState kind="none" title="No result yet">
        {mayImport
          ? 'Import what the benchmark graded: one report, or a zip of a run group with several seeds. The command describes the system the first time.'
          : `Grading reports are imported by ${whoMay('results.import')}.`}
      </EmptyState>
      {mayImport ? (
        <div className="px-3 pb-3">
          <Snippet label="Copy command" command={COMMANDS[benchmark]} />
        </div>
      ) : null}
    </Panel>
  )
}
