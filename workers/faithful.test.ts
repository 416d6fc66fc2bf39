import { expect, test } from 'vitest'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import type { Likeness } from '#lib/domain/likeness.ts'
import { BUILTIN_PLAYERS } from '#lib/domain/player.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { FIRST_COURSE } from '#lib/pipeline/course.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { playStrategist } from '#lib/pipeline/play-roles.ts'
import { promptsOf } from '#lib/pipeline/prompts.ts'
import { loadPrompts } from '#workers/models/load-prompts.ts'
import { sandboxDouble } from '#workers/sandbox-double.fixture.ts'

async function planned(dna: Dna, likeness: Likeness) {
  const models = { ask: () => Promise.reject(new Error('no model plays')) }
  const assignment = { players: BUILTIN_PLAYERS, models, prompts: promptsOf(await loadPrompts()) }
  const secret = 'a'.repeat(32)
  const order = { dna, seedText: 'Bees.', runSeed: 7, ordinal: 0, likeness, secret }
  return playStrategist(
    { sandbox: sandboxDouble(), assignment },
    { ...order, catalogue: CATALOGUE, domains: DOMAINS },
    FIRST_COURSE,
  )
}

test('the engine refuses a faithful plan that it has no mechanism for, and names what it would leave', async () => {
  const pictures = makeDna({ modality: 'image', task: 'multiclass', metric: 'accuracy', classes: 4 })
  const refused = await planned(pictures, 'faithful')
  expect(refused).toMatchObject({ kind: 'refused', reason: 'cannot-compose' })
  expect('message' in refused && refused.message).toMatch(/no mechanism .* task \w+ instead of multiclass/)
  expect(await planned(pictures, 'varied')).toMatchObject({ format: 'sandmle-spec/1' })
  expect(await planned(makeDna(), 'faithful')).toMatchObject({
    modality: 'tabular',
    task: 'binary',
    metric: 'auc',
  })
})
