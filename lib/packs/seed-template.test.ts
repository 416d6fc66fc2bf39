import { expect, test } from 'vitest'
import { readArchive } from '#lib/packs/read-archive.ts'
import { readAllSeeds } from '#lib/packs/read-seeds.fixture.ts'
import { SEED_SCHEMA, SeedFacts } from '#lib/packs/seed-facts.ts'
import { seedTemplateFiles, seedTemplateZip } from '#lib/packs/seed-template.ts'

test('the template is a seed as it is, with every entry that seed.json may hold', async () => {
  const { files } = await readArchive(await seedTemplateZip())
  const { seeds, refused, warnings } = await readAllSeeds(files, { allowEvalOverlap: false })
  expect([refused, warnings]).toEqual([[], []])
  expect(seeds[0]).toMatchObject({
    slug: 'my-task',
    taskType: 'regression',
    metric: 'rmse',
    target: 'harvest',
  })
  const stated = SeedFacts.parse(JSON.parse(seedTemplateFiles()['my-task/seed.json'] ?? ''))
  expect(Object.keys(stated)).toEqual(Object.keys(SeedFacts.shape))
})

test('the schema describes every entry', () => {
  const { properties, additionalProperties } = SEED_SCHEMA as {
    properties: Record<string, { description?: string }>
    additionalProperties: unknown
  }
  expect(additionalProperties).toBe(false)
  expect(Object.keys(properties)).toEqual(Object.keys(SeedFacts.shape))
  for (const entry of Object.values(properties)) expect(entry.description?.length).toBeGreaterThan(10)
})
