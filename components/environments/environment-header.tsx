import Link from 'next/link'
import type { ReactNode } from 'react'
import { CertificateBadge } from '#components/environments/certificate-badge.tsx'
import { CopyHash, CopyId } from '#components/patterns/copy-id.tsx'
import { environmentHref } from '#components/patterns/environment-url.ts'
import { HeldOutBadge } from '#components/patterns/held-out-badge.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { VersionBadge } from '#components/patterns/status-badge.tsx'
import { Time } from '#components/patterns/time.tsx'
import type { EnvironmentDetail } from '#lib/contracts/environments.ts'

/** Always in sight: which version, which content, in which state, by whom. */
export function EnvironmentHeader({ detail, actions }: { detail: EnvironmentDetail; actions: ReactNode }) {
  const { environment, version, versions } = detail
  const newest = Math.max(...versions.map((one) => one.number))
  return (
    <PageHeader
      crumbs={[{ label: 'Environments', href: '/environments' }]}
      title={version.title}
      facts={
        <>
          <VersionBadge status={version.status} />
          <CertificateBadge passed={detail.certificate.passed} />
          {detail.feedback.kind === 'held-out-score' ? <HeldOutBadge /> : null}
          <span className="num">v{version.number}</span>
          {version.number < newest ? (
            <Link href={environmentHref(environment.slug, newest)} className="link text-warn-text">
              v{newest} is newer
            </Link>
          ) : null}
          <CopyHash hash={version.contentHash} />
          <CopyId value={environment.slug} label="Copy slug" />
          <span>by {version.authorName}</span>
          {version.editor === version.author ? null : <span>edited by {version.editorName}</span>}
          <Time iso={version.createdAt} />
          {version.runId ? (
            <Link href={`/runs/${version.runId}`} className="link">
              run
            </Link>
          ) : null}
        </>
      }
      actions={actions}
    />
  )
}
