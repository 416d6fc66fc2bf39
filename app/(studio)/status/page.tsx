import type { Metadata } from 'next'
import { signedIn } from '#app/user.ts'
import { HealthPanels } from '#components/overview/health-panels.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'

export const metadata: Metadata = { title: 'Status' }

export default async function StatusPage() {
  await signedIn()
  return (
    <>
      <PageHeader
        title="Status"
        facts="What is running, what is queued, and how untrusted programs are isolated."
      />
      <HealthPanels />
    </>
  )
}
