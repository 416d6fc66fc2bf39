import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { MODALITIES } from '#lib/domain/vocabulary.ts'
import { FIRST_SEEDS } from '#workers/first-batch.ts'

test('the first batch grows from bundled seeds of every modality', async () => {
  const facts = FIRST_SEEDS.map((slug) =>
    fileURLToPath(new URL(`../seeds/${slug}/seed.json`, import.meta.url)),
  )
  const seeds = await Promise.all(facts.map(async (path) => JSON.parse(await readFile(path, 'utf8'))))
  expect(new Set(seeds.map(({ modality }) => modality))).toEqual(new Set(MODALITIES))
})
