import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { editArtefactAction, resumeAction } from '#app/(studio)/runs/actions.ts'
import type { PageInput } from '#app/page-input.ts'
import { context, may, orNotFound } from '#app/user.ts'
import { EnvironmentLink } from '#components/models/transcript/environment-link.tsx'
import { CopyId } from '#components/patterns/copy-id.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { CandidateLive } from '#components/runs/candidate-live.tsx'
import { Steering } from '#components/runs/steering/steering.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { candidateHref, candidateNumber } from '#lib/domain/candidate-number.ts'
import { getRun } from '#lib/services/runs/get-run.ts'

export const metadata: Metadata = { title: 'Candidate' }

export default async function CandidatePage({ params }: PageInput<{ id: string; ordinal: string }>) {
  const { id, ordinal } = await params
  const run = await orNotFound(getRun({ ctx: await context(), input: { id } }))
  const at = run.lanes.findIndex((one) => String(candidateNumber(one.ordinal)) === ordinal)
  const lane = run.lanes[at]
  if (lane === undefined) notFound()
  const [before, after] = [run.lanes[at - 1], run.lanes[at + 1]]
  return (
    <>
      <PageHeader
        crumbs={[
          { label: 'Runs', href: '/runs' },
          { label: run.name, href: `/runs/${run.id}` },
        ]}
        title={`Candidate ${candidateNumber(lane.ordinal)}`}
        facts={
          <>
            <CopyId value={lane.id} label="Copy candidate id" />
            <Link href={`/seeds/${lane.seed.slug}`} className="link">
              {lane.seed.title}
            </Link>
            <EnvironmentLink run={run} ordinal={lane.ordinal} />
          </>
        }
        actions={
          <>
            {before ? <ButtonLink href={candidateHref(run.id, before.ordinal)}>Previous</ButtonLink> : null}
            {after ? <ButtonLink href={candidateHref(run.id, after.ordinal)}>Next</ButtonLink> : null}
          </>
        }
      />
      <div className="flex flex-col gap-4">
        <Steering
          run={run}
          ordinal={lane.ordinal}
          mayEdit={(await may('run.start')) && (await may('environment.read-judge'))}
          edit={editArtefactAction}
          resume={resumeAction}
        />
        <CandidateLive run={run} ordinal={lane.ordinal} mayRead={await may('environment.read-judge')} />
      </div>
    </>
  )
}
