import type { Metadata } from 'next'
import { EnvironmentTab } from '#app/(studio)/environments/[slug]/environment-tab.tsx'
import { issueAdvisoryAction, submitForReviewAction } from '#app/(studio)/environments/actions.ts'
import { one, type PageInput } from '#app/page-input.ts'
import { context, may, orNotFound } from '#app/user.ts'
import { AdvisoryBanner } from '#components/environments/advisory-banner.tsx'
import { EnvironmentHeader } from '#components/environments/environment-header.tsx'
import { IssueAdvisory } from '#components/environments/issue-advisory.tsx'
import { NextStep } from '#components/environments/next-step.tsx'
import { OlderVersion } from '#components/environments/older-version.tsx'
import { ReturnedNote } from '#components/environments/revise/returned-note.tsx'
import { TierAxisPanel } from '#components/environments/tier-axis-panel.tsx'
import { environmentHref, readTab, TABS } from '#components/patterns/environment-url.ts'
import { TabLinks } from '#components/ui/tabs.tsx'
import { advisoriesOf } from '#lib/services/advisories/list-advisories.ts'
import { getEnvironment } from '#lib/services/environments/get-environment.ts'

export const metadata: Metadata = { title: 'Environment' }

const TITLES = {
  statement: 'Statement',
  data: 'Data',
  files: 'Files',
  verification: 'Verification',
  playground: 'Playground',
  reviews: 'Reviews',
  history: 'History',
}

export default async function EnvironmentPage({ params, searchParams }: PageInput<{ slug: string }>) {
  const { slug } = await params
  const query = await searchParams
  const asked = one(query, 'version') ?? 'latest'
  const detail = await orNotFound(getEnvironment({ ctx: await context(), input: { id: slug, n: asked } }))
  const advisories = await advisoriesOf({
    ctx: await context(),
    input: { versionId: detail.version.id },
  })
  const tab = readTab(one(query, 'tab'))
  const counts = { files: detail.files.length, history: detail.versions.length }
  return (
    <>
      <EnvironmentHeader
        detail={detail}
        actions={
          <>
            {(await may('advisory.issue')) ? (
              <IssueAdvisory versionId={detail.version.id} issue={issueAdvisoryAction} />
            ) : null}
            <NextStep detail={detail} submit={submitForReviewAction} />
          </>
        }
      />
      <div className="flex flex-col gap-4">
        <AdvisoryBanner advisories={advisories} about="this version" />
        <OlderVersion detail={detail} />
        <ReturnedNote detail={detail} />
        <TierAxisPanel detail={detail} />
        <TabLinks
          label="Parts of the environment"
          current={tab}
          tabs={TABS.map((id) => ({
            id,
            label: TITLES[id],
            href: environmentHref(slug, detail.version.number, { tab: id }),
            count: id === 'files' || id === 'history' ? counts[id] : undefined,
          }))}
        />
        <EnvironmentTab tab={tab} detail={detail} file={one(query, 'file')} gate={one(query, 'gate')} />
      </div>
    </>
  )
}
