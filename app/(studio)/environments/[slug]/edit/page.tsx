import type { Metadata } from 'next'
import { reviseAction } from '#app/(studio)/environments/actions.ts'
import { one, type PageInput } from '#app/page-input.ts'
import { context, orNotFound, signedIn } from '#app/user.ts'
import { ReturnedNote } from '#components/environments/revise/returned-note.tsx'
import { RevisionEditor } from '#components/environments/revise/revision-editor.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { environmentHref } from '#components/patterns/environment-url.ts'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { VersionBadge } from '#components/patterns/status-badge.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { fileObjection } from '#lib/domain/revision.ts'
import { getEnvironment } from '#lib/services/environments/get-environment.ts'

export const metadata: Metadata = { title: 'Edit' }

export default async function EditPage({ params, searchParams }: PageInput<{ slug: string }>) {
  const { slug } = await params
  const n = one(await searchParams, 'version') ?? 'latest'
  const detail = await orNotFound(getEnvironment({ ctx: await context(), input: { id: slug, n } }))
  const { version, can } = detail
  await signedIn()
  const listed = detail.files.map(({ path }) => path)
  const editable = detail.files.filter(({ path }) => fileObjection(path, listed) === null)
  return (
    <>
      <PageHeader
        crumbs={[
          { label: 'Environments', href: '/environments' },
          { label: version.title, href: environmentHref(slug, version.number) },
        ]}
        title={`Edit v${version.number}`}
        facts={<VersionBadge status={version.status} />}
        actions={
          <ButtonLink href={environmentHref(slug, version.number)}>Back to the environment</ButtonLink>
        }
      />
      {can.revise.allowed ? (
        <div className="flex flex-col gap-4">
          <ReturnedNote detail={detail} />
          <RevisionEditor
            key={version.contentHash}
            slug={slug}
            version={version}
            files={editable.map(({ path, sha256 }) => ({ path, sha256 }))}
            last={detail.revision}
            revise={reviseAction}
          />
        </div>
      ) : (
        <EmptyState kind="none" title="This version cannot be edited now">
          {can.revise.reason}
        </EmptyState>
      )}
    </>
  )
}
