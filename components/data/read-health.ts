import { RequestError } from '#components/data/read-json.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { Health, STUDIO } from '#lib/contracts/overview.ts'

/** The health report. A degraded product answers with an error status, yet its report is what we want to show. */
export async function readHealth(signal: AbortSignal): Promise<Health> {
  const response = await fetch(addressOf(STUDIO.health), { signal })
  const body: unknown = await response.json().catch(() => null)
  const report = Health.safeParse(body)
  if (!report.success) throw new RequestError(response.status, 'The health route gave no report.', null)
  return report.data
}
