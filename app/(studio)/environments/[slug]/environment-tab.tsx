import { verifyAction } from '#app/(studio)/environments/actions.ts'
import { context, may, orNotFound } from '#app/user.ts'
import type { Tab } from '#components/environments/environment-url.ts'
import { environmentHref } from '#components/environments/environment-url.ts'
import { FileBrowser } from '#components/environments/file-browser.tsx'
import { HistoryTab } from '#components/environments/history-tab.tsx'
import { PlaygroundTab } from '#components/environments/playground-tab.tsx'
import { ReviewsTab } from '#components/environments/reviews-tab.tsx'
import { StatementTab } from '#components/environments/statement-tab.tsx'
import { TableExplorer } from '#components/environments/table-explorer.tsx'
import { tablesOf } from '#components/environments/tables-of.ts'
import { VerificationTab } from '#components/environments/verification-tab.tsx'
import { VerifyAgain } from '#components/environments/verify-again.tsx'
import type { EnvironmentDetail } from '#lib/contracts/environments.ts'
import { Solutions, type TaggedSolution } from '#lib/domain/artefacts/solutions.ts'
import { listAudit } from '#lib/services/audit/list-audit.ts'
import { getVersionFile } from '#lib/services/environments/get-version-file.ts'
import { environmentTraining } from '#lib/services/rollouts/environment-training.ts'

type TabProps = { tab: Tab; detail: EnvironmentDetail; file: string | null; gate: string | null }

/** Reads what one tab needs, no more: files and audit rows are not loaded for the statement. */
export async function EnvironmentTab({ tab, detail, file, gate }: TabProps) {
  const { environment, version } = detail
  switch (tab) {
    case 'statement':
      return <StatementTab detail={detail} />
    case 'data':
      return <TableExplorer slug={environment.slug} number={version.number} tables={tablesOf(detail.files)} />
    case 'files':
      return <FilesTab detail={detail} asked={file} />
    case 'verification':
      return (
        <VerificationTab
          detail={detail}
          gate={gate}
          solutions={await solutionsOf(detail)}
          actions={detail.view === 'judge' ? <VerifyAgain detail={detail} verify={verifyAction} /> : null}
        />
      )
    case 'playground':
      return <PlaygroundTab detail={detail} />
    case 'reviews':
      return <ReviewsTab detail={detail} />
    case 'history':
      return <HistoryTab detail={detail} training={await trainingOf(detail)} audit={await auditOf(detail)} />
  }
}

async function readFile(detail: EnvironmentDetail, path: string) {
  const input = { id: detail.environment.slug, n: detail.version.number, path }
  return getVersionFile({ ctx: await context(), input })
}

async function FilesTab({ detail, asked }: { detail: EnvironmentDetail; asked: string | null }) {
  const { environment, version, files } = detail
  const wanted = asked ?? 'agent/description.md'
  const isFolder = wanted.endsWith('/') && files.some((file) => file.path.startsWith(wanted))
  const known = files.some((file) => file.path === wanted)
  const open = isFolder
    ? ({ kind: 'folder', path: wanted } as const)
    : known
      ? ({ kind: 'file', file: await orNotFound(readFile(detail, wanted)) } as const)
      : ({ kind: 'nothing' } as const)
  const hrefOf = (path: string) =>
    environmentHref(environment.slug, version.number, { tab: 'files', file: path })
  return (
    <FileBrowser slug={environment.slug} number={version.number} files={files} open={open} hrefOf={hrefOf} />
  )
}

async function solutionsOf(detail: EnvironmentDetail): Promise<readonly TaggedSolution[] | null> {
  const path = 'judge/solutions.json'
  if (!detail.files.some((file) => file.path === path)) return null
  const { text } = await readFile(detail, path)
  return text === null ? null : Solutions.parse(JSON.parse(text)).solutions
}

async function trainingOf(detail: EnvironmentDetail) {
  if (!(await may('rollout.read'))) return null
  return environmentTraining({ ctx: await context(), input: { id: detail.environment.slug } })
}

async function auditOf(detail: EnvironmentDetail) {
  if (!(await may('audit.read'))) return null
  const input = { entity: 'version', entityId: detail.version.id }
  return (await listAudit({ ctx: await context(), input })).entries
}
