import { describe, expect, test } from 'vitest'
import { chooseSplits, type SplitTask, validationTarget } from '#lib/packs/choose-splits.ts'
import { sha256 } from '#lib/packs/digest.ts'

const task = (name: string, modality: string, seed: string, mechanism: string): SplitTask => ({
  contentHash: sha256(name),
  seeds: [seed],
  mechanisms: [mechanism],
  modality,
})
/** Tasks with a seed and a mechanism each of their own, or `shared` ones. */
const many = (count: number, modality: string, shared?: string): SplitTask[] =>
  Array.from({ length: count }, (_, n) =>
    task(`${modality}${n}`, modality, shared ?? `${modality}-s${n}`, shared ?? `${modality}-m${n}`),
  )

function sides(tasks: readonly SplitTask[]) {
  const { splits, disjoint } = chooseSplits(tasks, validationTarget(tasks.length, 'sandmle-task'))
  const of = (split: string) =>
    tasks.filter(({ contentHash }) => splits.get(contentHash) === split).map(({ modality }) => modality)
  return { train: of('train'), validation: of('validation'), disjoint }
}

describe('a split of several modalities', () => {
  test('leaves images to train on: the few that share a mechanism are not held out together', () => {
    // As the bundled seeds give it: tables in a few large families, three images of one mechanism.
    const tables = [...many(6, 'tabular', 'a'), ...many(3, 'tabular', 'b').map(renamed), ...many(4, 'text')]
    const { train, validation } = sides([...tables, ...many(3, 'image', 'i')])
    expect(train.filter((modality) => modality === 'image')).toHaveLength(3)
    expect(validation.length).toBeGreaterThan(0)
  })

  test('holds some of a modality out where its tasks are apart', () => {
    const { train } = sides([...many(2, 'image'), ...many(8, 'tabular', 't')])
    expect(train).toContain('image')
  })

  test('holds a whole modality out rather than nothing at all', () => {
    const { validation, disjoint } = sides([...many(1, 'image'), ...many(1, 'text')])
    expect(validation).toHaveLength(1)
    expect(disjoint).toEqual({ seeds: true, mechanisms: true })
  })

  test('keeps seeds and mechanisms apart before it keeps a modality to train on', () => {
    const { validation, disjoint } = sides([...many(9, 'tabular', 't'), ...many(2, 'image', 'i')])
    expect(validation).toEqual(['image', 'image'])
    expect(disjoint).toEqual({ seeds: true, mechanisms: true })
  })

  test('is the same for every order of the tasks', () => {
    const tasks = [...many(5, 'tabular'), ...many(3, 'image', 'i'), ...many(4, 'text')]
    const splitOf = (of: readonly SplitTask[]) => [...chooseSplits(of, 3).splits].sort().join()
    expect(splitOf(tasks.toReversed())).toBe(splitOf(tasks))
  })
})

/** The same tasks as others of their modality, told apart by their hash. */
function renamed(one: SplitTask): SplitTask {
  return { ...one, contentHash: sha256(`again ${one.contentHash}`) }
}
