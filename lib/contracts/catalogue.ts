import { z } from 'zod'
import type { Endpoints } from '#lib/contracts/endpoint.ts'
import { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import { DomainRecord } from '#lib/domain/artefacts/domain-record.ts'
import { Slug } from '#lib/domain/artefacts/names.ts'

/** What the engine of the newest worker can make: mechanisms, metrics, and the worlds that a task can be set in. */
export const EngineCatalogue = Catalogue.extend({
  domains: z.array(z.object({ ...DomainRecord.shape, family: Slug })),
})
export type EngineCatalogue = z.infer<typeof EngineCatalogue>

/** What the engine can make. */
export const CATALOGUE = {
  get: {
    method: 'GET',
    path: '/api/v1/catalogue',
    summary: 'What the engine can make: mechanisms, metrics and domains with their columns',
    right: ['run.start', 'environment.read-judge'],
    response: EngineCatalogue,
  },
} as const satisfies Endpoints
