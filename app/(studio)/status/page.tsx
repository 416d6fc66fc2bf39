import type { Metadata } from 'next'
import { signedIn } from '#app/user.ts'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { HealthPanels } from '#components/status/health-panels.tsx'

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
