import type { Metadata } from 'next'
import { may, signedIn } from '#app/user.ts'
import { EnvironmentListView } from '#components/environments/environment-list.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'

export const metadata: Metadata = { title: 'Environments' }

export default async function EnvironmentsPage() {
  await signedIn()
  return (
    <>
      <PageHeader title="Environments" facts="Every environment by its newest version." />
      <EnvironmentListView
        mayStart={await may('run.start')}
        seesJudge={await may('environment.read-judge')}
      />
    </>
  )
}
