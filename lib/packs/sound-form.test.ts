import { expect, test } from 'vitest'
import { soundForm, soundForms } from '#lib/packs/sound-form.ts'
import { wav } from '#lib/packs/wav.fixture.ts'

const RATE = 8000
const tone = (hertz: number, peak = 16_384) =>
  Array.from({ length: RATE / 2 }, (_, at) => Math.round(peak * Math.sin((2 * Math.PI * hertz * at) / RATE)))

test.each([
  ['16 bits', {}],
  ['8 bits', { bits: 8 }],
  ['24 bits', { bits: 24 }],
  ['32 bits', { bits: 32 }],
  ['floats', { bits: 32, code: 3 }],
  ['16 bits behind another chunk', { before: 27 }],
] as const)('length, rate, band and level of a sound of %s', (_name, form) => {
  const found = soundForm(wav({ samples: tone(440), rate: RATE, ...form }))
  expect(found).toMatchObject({ seconds: 0.5, rate: RATE })
  expect(found?.band).toBeGreaterThan(430)
  expect(found?.band).toBeLessThan(480)
  // A sine of half the largest sample.
  expect(found?.level).toBeCloseTo(-9, 0)
})

test('the band ends above the highest tone, and two channels last half as long', () => {
  const both = tone(300).map((value, at) => Math.round((value + (tone(3000)[at] ?? 0)) / 2))
  expect(soundForm(wav({ samples: both, rate: RATE }))?.band).toBeGreaterThan(2900)
  expect(soundForm(wav({ samples: tone(440), rate: RATE, channels: 2 }))?.seconds).toBe(0.25)
})

test('what is not a sound, is cut off or is packed has no form; silence has no band', () => {
  const whole = wav({ samples: tone(440), rate: RATE })
  expect(soundForm(whole.slice(0, 30))).toBeNull()
  expect(soundForm(new TextEncoder().encode('x'.repeat(100)))).toBeNull()
  expect(soundForm(wav({ samples: [1, 2, 3], rate: RATE, code: 17 }))).toBeNull()
  expect(soundForm(wav({ samples: tone(440, 0), rate: RATE }))).toMatchObject({ band: 0, level: -100 })
})

test('some of many sounds tell the form, and only WAV files are looked at', async () => {
  const bytes = wav({ samples: tone(440), rate: RATE })
  const stream = async function* () {
    yield bytes.slice(0, 40)
    yield bytes.slice(40)
  }
  const files = Array.from({ length: 40 }, (_, at) => ({ path: `audio/${at}.wav`, file: { stream } }))
  const forms = await soundForms([...files, { path: 'notes.txt', file: { stream } }])
  expect(forms).toHaveLength(15)
  expect(forms[0]).toEqual(forms[14])
})
