import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import { isModel } from '#lib/domain/player.ts'
import { ROLES, type Role } from '#lib/domain/vocabulary.ts'
import { loadCassette } from '#lib/llm/scripted-provider/cassette.ts'
import { verdictOf } from '#lib/pipeline/verify/judge.ts'
import {
  CASSETTES,
  cassettePlayers,
  certify,
  failuresOf,
  openStage,
  playAssignment,
  readSeedOf,
  type Stage,
} from '#workers/cassette-play.fixture.ts'
import { remembering } from '#workers/remembering-sandbox.fixture.ts'

const CASSETTE = 'mixed'
const SECRET = 'a11ca575'.repeat(4)
/** The rule that the cassette's developer can build: all that the engine's strategist may choose from here. */
const MECHANISM = 'ratio-threshold'
/** A run whose first plan has two measurements that vary alike, so that neither stands for their ratio. */
const RUN_SEED = 16

/** Every subset of the roles: who of the four is played by the model. */
const ASSIGNMENTS = Array.from({ length: 2 ** ROLES.length }, (_, bits) =>
  ROLES.filter((_, at) => (bits >> at) % 2 === 1),
)

let stage: Stage
let catalogue: Catalogue
let seed: { dna: Dna; seedText: string }
beforeAll(async () => {
  const opened = await openStage()
  // Assignments that share a plan and a developer share every trial of it; equal jobs have equal results.
  stage = { ...opened, sandbox: remembering(opened.sandbox, opened.catalogue.engineVersion) }
  seed = await readSeedOf(CASSETTE)
  const mechanisms = stage.catalogue.mechanisms.filter(({ id }) => id === MECHANISM)
  catalogue = { ...stage.catalogue, mechanisms }
})
afterAll(() => stage.close())

async function askedIn(cassette: string) {
  const { replies } = await loadCassette(CASSETTES, cassette)
  const played = replies.filter(({ role }) => role !== 'reviewer')
  return played.map(({ role, repair, turn }) => ({ role, repair, turn }))
}

const named = (roles: readonly Role[]) => roles.join(', ') || 'nobody'

describe.concurrent('every assignment of engine and model over the four roles produces an environment', () => {
  test.for(ASSIGNMENTS.map((models) => ({ models, names: named(models) })))(
    'the model plays $names',
    { timeout: 900_000 },
    async ({ models }, { expect }) => {
      const players = cassettePlayers(CASSETTE, models)
      const play = await playAssignment(stage, players, {
        ...seed,
        catalogue,
        secret: SECRET,
        runSeed: RUN_SEED,
      })
      expect(play.refused).toEqual([])
      expect([...new Set(play.asked.map(({ role }) => role))]).toEqual(models)
      // A model in every role: each reply of the cassette is asked for once, in its order.
      if (models.length === ROLES.length) expect(play.asked).toEqual(await askedIn(CASSETTE))
      const outcomes = await certify(stage, play, seed.dna, 'quick')
      expect(failuresOf(outcomes)).toEqual([])
      expect(verdictOf(outcomes)).toBe('verified')
      const kinds = ROLES.map((role) => play.roles[role]?.kind)
      expect(kinds).toEqual(ROLES.map((role) => (isModel(players[role]) ? 'model' : 'builtin')))
    },
  )
})

test('there are sixteen assignments', () => {
  expect(new Set(ASSIGNMENTS.map(named)).size).toBe(16)
})
