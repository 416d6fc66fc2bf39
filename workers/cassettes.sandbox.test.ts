import { afterAll, beforeAll, describe, test } from 'vitest'
import { listCassettes, loadCassette } from '#lib/llm/scripted-provider/cassette.ts'
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

/** Any secret will do; another one is set to try a cassette again on other data. */
const SECRET = process.env.CASSETTE_SECRET ?? 'd06f00d5'.repeat(4)
/** All but the one that plays in every assignment of the roles (role-assignments.sandbox.test.ts), there with a quick certificate. */
const NAMES = (await listCassettes(CASSETTES)).filter((name) => name !== 'mixed')
/** Who writes programs for a rule of the engine and for one of their own: their solutions are run. The others are screened. */
const WHOLE = /^series-|-invented$/

let stage: Stage
beforeAll(async () => {
  const opened = await openStage()
  // Roles and gates look at the same data, and one at what the other has run: equal jobs have equal results. Second runs,
  // which must give what the first gave, have seeds of their own.
  stage = { ...opened, sandbox: remembering(opened.sandbox, opened.catalogue.engineVersion) }
})
afterAll(() => stage.close())

describe.concurrent('a cassette plays all four roles, and the gates judge the result', () => {
  test.for(NAMES)('%s', { timeout: 900_000 }, async (name, { expect }) => {
    const { dna, seedText } = await readSeedOf(name)
    const play = await playAssignment(stage, cassettePlayers(name), { dna, seedText, secret: SECRET })
    const { produced } = play
    expect(produced.kind === 'rejected' ? produced.message : produced.kind).toBe('produced')
    // Every reply is asked for once, in its order: those that the checks refuse, and the next one after each of them.
    // A reviewer's reply belongs to a reading of the finished environment (workers/handlers/review-version.db.test.ts).
    const { replies } = await loadCassette(CASSETTES, name)
    const played = replies.filter(({ role }) => role !== 'reviewer')
    expect(play.asked).toEqual(played.map(({ role, repair, turn }) => ({ role, repair, turn })))
    const outcomes = await certify(stage, play, dna, WHOLE.test(name) ? 'full' : 'quick')
    expect(failuresOf(outcomes)).toEqual([])
    expect(verdictOf(outcomes)).toBe('verified')
  })
})
