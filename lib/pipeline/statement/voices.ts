import { ASKING } from '#lib/pipeline/statement/asking-voices.ts'
import { FACTUAL } from '#lib/pipeline/statement/factual-voices.ts'
import { FIRST_PERSON } from '#lib/pipeline/statement/first-person-voices.ts'
import type { Voice } from '#lib/pipeline/statement/voice.ts'
import { WORRIED } from '#lib/pipeline/statement/worried-voices.ts'

/** Every voice, at least as many as a title has forms. */
export const VOICES: readonly Voice[] = [...ASKING, ...FACTUAL, ...FIRST_PERSON, ...WORRIED]
