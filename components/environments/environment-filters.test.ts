import { expect, test } from 'vitest'
import { chipsOf } from '#components/environments/environment-filters.tsx'

const patches = (filters: Record<string, string>) => {
  const seen: Record<string, string | null>[] = []
  const chips = chipsOf(filters, (patch) => seen.push(patch))
  for (const { onRemove } of chips) onRemove()
  return chips.map(({ name, spoken }, i) => [`${name}: ${spoken}`, seen[i]])
}

test('every filter of the address has a chip that takes it, and nothing else, away', () => {
  expect(patches({ taskType: 'binary', modality: 'tabular,image', domain: 'energy' })).toEqual([
    ['modality: tabular', { modality: 'image' }],
    ['modality: image', { modality: 'tabular' }],
    ['task: binary', { taskType: null }],
    ['domain: energy', { domain: null }],
  ])
})

test('filters that only links set have one too; sort, page and search have their own controls', () => {
  const runId = '01a21d48-cb11-74ce-a483-9e498ec3f632'
  expect(patches({ runId, sort: 'title', order: 'asc', page: '2', search: 'x' })).toEqual([
    [`run: ${runId}`, { runId: null }],
  ])
})

test('an empty value is not a filter', () => {
  expect(patches({ status: ',', metric: '' })).toEqual([])
})
