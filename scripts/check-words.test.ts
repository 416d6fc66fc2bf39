import { expect, test } from 'vitest'
import { stumblesIn } from './check-words.mjs'

test('phrases that a native reader stumbles over are named with their line and the better word', () => {
  expect(stumblesIn('fine\n"x" is no number.\nMend the file.')).toEqual([
    '2: "is no number"; write "is not a ..."',
    '3: "Mend"; write "fix"',
  ])
})

test.each([
  ['throw new CandidateStopped(reason)', 'LeaseLost'],
  ['const payer = candidatePayer(claim)', 'budget owner'],
  ['await findTwin(spec)', 'near duplicate, or known, other'],
  ['await loadArenas(pack)', 'environment'],
  ['role: z.enum(SEATS),', 'model role'],
  ['function start(cast: Cast) {}', 'role assignment'],
  ['candidates of the same cast', 'role assignment'],
])('%s has a name of the field: %s', (text, name) => {
  expect(stumblesIn(text).join()).toContain(`write "${name}"`)
})

test.each([
  'const given: CastReview[] = reviews.map(toCast)',
  'return ctypes.cast(pointer)',
  'the seats of an aircraft',
  'There is no file of that name.',
  'there are no points to draw',
  'It is not a number.',
  'a recommended pack, an amendment',
  'It continues by itself.',
])('%s is left alone', (text) => {
  expect(stumblesIn(text)).toEqual([])
})
