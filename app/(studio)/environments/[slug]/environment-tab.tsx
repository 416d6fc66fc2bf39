import { verifyAction } from '#app/(studio)/environments/actions.ts'
import { context, may } from '#app/user.ts'
import { FileBrowser, type OpenedFile } from '#components/environments/file-browser.tsx'
import { HistoryTab } from '#components/environments/history-tab.tsx'
import { PlaygroundTab } from '#components/environments/playground-tab.tsx'
import { StatementTab } from '#components/environments/statement-tab.tsx'
import { TableExplorer } from '#components/environments/table-explorer.tsx'
import { tablesOf } from '#components/environments/tables-of.ts'
import { VerificationTab } from '#components/environments/verification-tab.tsx'
import { VerifyAgain } from '#components/environments/verify-again.tsx'
import { VersionChanges } from '#components/environments/version-changes.tsx'
import type { Tab } from '#components/patterns/environment-url.ts'
import { environmentHref } from '#components/patterns/environment-url.ts'
import { ReviewsTab } from '#components/review/reviews-tab.tsx'
import type { EnvironmentDetail } from '#lib/contracts/environments.ts'
import { Solutions, type TaggedSolution } from '#lib/domain/artefacts/solutions.ts'
import { isAppError } from '#lib/domain/errors.ts'
import { stored } from '#lib/domain/parse.ts'
import { listAudit } from '#lib/services/audit/list-audit.ts'
import { getVersionFile } from '#lib/services/environments/get-version-file.ts'
import { diffVersions } from '#lib/services/revisions/diff-versions.ts'
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
      return (
        <HistoryTab
          detail={detail}
          training={await trainingOf(detail)}
          audit={await auditOf(detail)}
          changes={await changesOf(detail)}
        />
      )
  }
}

async function readFile(detail: EnvironmentDetail, path: string) {
  const input = { id: detail.environment.slug, n: detail.version.number, path }
  return getVersionFile({ ctx: await context(), input })
}

/** A file by its address, or why there is none: what only a judge sees is hidden, not missing. */
async function openedBy(read: ReturnType<typeof readFile>, path: string): Promise<OpenedFile> {
  try {
    return { kind: 'file', file: await read }
  } catch (error) {
    if (isAppError(error) && error.code === 'forbidden') return { kind: 'hidden', path }
    if (isAppError(error) && error.code === 'not-found') return { kind: 'missing', path }
    throw error
  }
}

async function FilesTab({ detail, asked }: { detail: EnvironmentDetail; asked: string | null }) {
  const { environment, version, files } = detail
  const wanted = asked ?? 'agent/description.md'
  const isFolder = wanted.endsWith('/') && files.some((file) => file.path.startsWith(wanted))
  const open = isFolder
    ? ({ kind: 'folder', path: wanted } as const)
    : await openedBy(readFile(detail, wanted), wanted)
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
  return text === null
    ? null
    : stored(Solutions, JSON.parse(text), `${path} of version ${detail.version.id}`).solutions
}

async function trainingOf(detail: EnvironmentDetail) {
  if (!(await may('rollout.read'))) return null
  return environmentTraining({ ctx: await context(), input: { id: detail.environment.slug } })
}

async function changesOf({ environment, version, parentNumber }: EnvironmentDetail) {
  if (parentNumber === null) return null
  const diff = await diffVersions({ ctx: await context(), input: { versionId: version.id } })
  return <VersionChanges diff={diff} slug={environment.slug} by={version.editorName} />
}

async function auditOf(detail: EnvironmentDetail) {
  if (!(await may('audit.read'))) return null
  const input = { entity: 'version', entityId: detail.version.id }
  return (await listAudit({ ctx: await context(), input })).entries
}
