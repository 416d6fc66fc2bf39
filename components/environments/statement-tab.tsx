import { LineagePanel } from '#components/environments/lineage-panel.tsx'
import { Xray } from '#components/environments/xray.tsx'
import { CopyHash, Snippet } from '#components/patterns/copy-id.tsx'
import { environmentHref } from '#components/patterns/environment-url.ts'
import { Facts } from '#components/patterns/facts.tsx'
import { formatCount } from '#components/patterns/format.ts'
import { HeldOutBadge } from '#components/patterns/held-out-badge.tsx'
import { metricWords } from '#components/patterns/metric-name.tsx'
import { Statement } from '#components/patterns/statement.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { type EnvironmentDetail, VERSIONS } from '#lib/contracts/environments.ts'
import { FEEDBACK_TITLES } from '#lib/domain/results.ts'
import { limitWords } from '#lib/domain/runtime.ts'

const text = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(String).join(', ')
    : value === null || value === undefined
      ? '–'
      : String(value)

const rowCount = (task: Record<string, unknown>, split: string): string => {
  const rows = task.rows
  if (typeof rows !== 'object' || rows === null || !(split in rows)) return '–'
  const count = Object.entries(rows).find(([name]) => name === split)?.[1]
  return typeof count === 'number' ? formatCount(count) : '–'
}

/** What agents are told while they work. */
function FeedbackWords({ feedback: { kind, gradings, step } }: { feedback: EnvironmentDetail['feedback'] }) {
  const told = kind === 'validation-score' || kind === 'held-out-score'
  return (
    <span className="flex flex-wrap items-center gap-x-1.5">
      {FEEDBACK_TITLES[kind]}
      {kind === 'held-out-score' ? <HeldOutBadge /> : null}
      {kind === 'none' ? null : (
        <span className="text-muted">
          {gradings} gradings a person and rollout{told ? `, in steps of ${step}` : ''}
        </span>
      )}
    </span>
  )
}

/** Interpreter and packages that the version was certified on; of some older versions only the hash is known. */
function RuntimeWords({ version: { runtime, runtimeHash } }: Pick<EnvironmentDetail, 'version'>) {
  return (
    <span className="flex flex-wrap items-center gap-x-1.5">
      {runtime ?? <span className="text-muted">versions not recorded</span>}
      <CopyHash hash={runtimeHash} />
    </span>
  )
}

/** What an agent reads, who sees which file, and the facts of the task. */
export function StatementTab({ detail }: { detail: EnvironmentDetail }) {
  const { environment, version, task, feedback } = detail
  const pinned = `${environment.slug} --version ${version.number}`
  const hrefOf = (path: string) =>
    environmentHref(environment.slug, version.number, { tab: 'files', file: path })
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <Panel title="Statement" note="what the agent reads">
        <Statement
          markdown={detail.description}
          whole={addressOf(VERSIONS.file, {
            id: environment.slug,
            n: version.number,
            path: 'agent/description.md',
          })}
        />
      </Panel>
      <div className="flex min-w-0 flex-col gap-4">
        <Panel title="Facts">
          <Facts
            rows={[
              ['Modality', version.modality],
              ['Task', version.taskType],
              ['Metric', metricWords(version.metric, version.direction)],
              ['Domain', version.domain],
              ['Target', text(task.target)],
              ...(task.classes ? [['Classes', text(task.classes)] as const] : []),
              ['Training rows', rowCount(task, 'train')],
              ['Rows that decide', formatCount(feedback.rewardRows)],
              ...(feedback.feedbackRows > 0
                ? [['Rows for feedback', formatCount(feedback.feedbackRows)] as const]
                : []),
              ['Feedback', <FeedbackWords key="feedback" feedback={feedback} />],
              ...(detail.view === 'judge' ? [['Mechanisms', text(task.mechanisms)] as const] : []),
              ['Skills', text(task.skills)],
              ['Runtime', <RuntimeWords key="runtime" version={version} />],
              ...(version.program ? [['A program may use', limitWords(version.program)] as const] : []),
              ['Engine', <CopyHash key="engine" hash={version.engineVersion} />],
            ]}
          />
        </Panel>
        {detail.lineage ? <LineagePanel {...detail.lineage} /> : null}
        <Panel title="Command line">
          <div className="flex flex-col gap-2">
            <Snippet label="Copy command" command={`npx sandmle env show ${pinned}`} />
            <Snippet label="Copy command" command={`npx sandmle env export ${pinned} --out .`} />
          </div>
        </Panel>
        <Panel title="X-ray" note="who sees what">
          <Xray files={detail.files} view={detail.view} hrefOf={hrefOf} stacked />
        </Panel>
      </div>
    </div>
  )
}
