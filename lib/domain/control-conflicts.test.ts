import { describe, expect, test } from 'vitest'
import {
  type Asked,
  controlConflicts,
  type MechanismOffer,
  type SeedKind,
} from '#lib/domain/control-conflicts.ts'

const offer = (id: string, modality: MechanismOffer['modality'], more: Partial<MechanismOffer> = {}) => ({
  id,
  title: id,
  modality,
  tasks: ['binary', 'regression'] as const,
  families: ['health', 'energy'],
  ...more,
})
const OFFERS: MechanismOffer[] = [
  offer('ratio', 'tabular'),
  offer('map', 'tabular', { families: ['earth'] }),
  offer('count', 'image'),
  offer('rhythm', 'series', { tasks: ['ordinal'] }),
]
const seed = (more: Partial<SeedKind> = {}): SeedKind => ({
  slug: 'mushrooms',
  modality: 'tabular',
  task: 'binary',
  family: null,
  ...more,
})
const conflicts = (controls: Asked['controls'], more: Partial<Asked> = {}, offers = OFFERS) =>
  controlConflicts({ controls, likeness: 'varied', seeds: [seed()], ...more }, offers)

describe('what a run asks for is refused where nothing could be made of it', () => {
  test('nothing, or what the engine has, is not a conflict', () => {
    expect(conflicts({})).toEqual([])
    expect(conflicts({ modalities: ['tabular'], mechanisms: ['ratio'], families: ['energy'] })).toEqual([])
  })

  test('a permitted modality without a mechanism names those to add', () => {
    expect(conflicts({ mechanisms: ['ratio'], modalities: ['tabular', 'image'] })).toEqual([
      {
        control: 'mechanisms',
        message: 'No permitted mechanism makes image tasks. Add count, or leave image out of the modalities.',
      },
    ])
    // Where no modality is named, all of the engine's are permitted.
    expect(conflicts({ mechanisms: ['ratio', 'count'] }).map(({ message }) => message)).toEqual([
      expect.stringContaining('Add rhythm'),
    ])
    expect(conflicts({ modalities: ['text'] })[0]?.message).toContain('no mechanism for text')
  })

  test('so do domains in which no permitted mechanism makes sense', () => {
    const [found] = conflicts({ mechanisms: ['map'], modalities: ['tabular'], families: ['health'] })
    expect(found).toMatchObject({ control: 'families', message: expect.stringContaining('Add earth.') })
  })

  test('the domain of a seed is none for its candidates', () => {
    const seeds = [seed({ family: 'energy' }), seed({ slug: 'lungs', family: 'health' })]
    const [found] = conflicts({ families: ['health'], modalities: ['tabular'] }, { seeds })
    expect(found?.message).toMatch(/lungs is itself of health\. Add energy or earth/)
    expect(conflicts({ families: ['health', 'energy'], modalities: ['tabular'] }, { seeds })).toEqual([])
  })

  test('names that the engine does not have are told with those that it has', () => {
    const [found] = conflicts({ mechanisms: ['magic'] })
    expect(found).toMatchObject({ control: 'mechanisms', message: expect.stringContaining('ratio, map') })
    expect(conflicts({ families: ['magic'] })[0]?.message).toContain('health, energy, earth')
  })

  test('without a word of the engine only what seeds say is looked at', () => {
    const asked = { controls: { mechanisms: ['magic'] }, likeness: 'varied', seeds: [seed()] } as const
    expect(controlConflicts({ ...asked, controls: { mechanisms: ['magic'] } }, null)).toEqual([])
  })
})

describe('faithful', () => {
  const faithful = (controls: Asked['controls'], one = seed()) =>
    conflicts(controls, { likeness: 'faithful', seeds: [one] }).map(({ message }) => message)

  test('keeps the modality of each seed, so that it must be permitted', () => {
    const [message] = faithful({ modalities: ['tabular'] }, seed({ slug: 'digits', modality: 'image' }))
    expect(message).toBe(
      'Faithful keeps the modality of a seed, and digits is image. Permit image, or choose Varied.',
    )
    expect(faithful({ modalities: ['tabular'] })).toEqual([])
  })

  test('keeps the kind of target, for which a mechanism must be left', () => {
    const [message] = faithful(
      { modalities: ['image', 'series'], mechanisms: ['count', 'rhythm'] },
      {
        ...seed({ slug: 'digits', modality: 'series', task: 'ordinal' }),
      },
    )
    expect(message).toBeUndefined()
    const two = faithful({ modalities: ['tabular'], mechanisms: ['ratio'] }, seed({ task: 'regression' }))
    expect(two).toEqual([])
    const narrow = [offer('ratio', 'tabular', { tasks: ['binary'] }), offer('sum', 'tabular')]
    const asked = { likeness: 'faithful', seeds: [seed({ task: 'regression' })] } as const
    const [found] = conflicts({ modalities: ['tabular'], mechanisms: ['ratio'] }, asked, narrow)
    expect(found).toMatchObject({ control: 'mechanisms', message: expect.stringContaining('Add sum') })
  })

  test('keeps numbers of rows, so that no range is asked for beside it', () => {
    expect(faithful({ trainRows: [60, 80] })).toEqual([expect.stringContaining('Leave the rows open')])
    expect(conflicts({ trainRows: [60, 80] })).toEqual([])
  })
})
