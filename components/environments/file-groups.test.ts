import { expect, test } from 'vitest'
import { groupFiles } from '#components/environments/file-groups.ts'

const file = (path: string, view: 'agent' | 'judge' | 'meta') => ({
  path,
  view,
  bytes: 1,
  sha256: 'a'.repeat(64),
})

test('files stand under their folder, pictures as one entry, the manifest in the folder of no name', () => {
  const groups = groupFiles([
    file('agent/train.csv', 'agent'),
    file('agent/images/1.png', 'agent'),
    file('agent/images/2.png', 'agent'),
    file('judge/rule.md', 'judge'),
    file('judge/solutions/a.py', 'judge'),
    file('task.json', 'meta'),
  ])
  expect(groups.map((group) => [group.folder, group.entries.map((entry) => entry.name)])).toEqual([
    ['agent/', ['train.csv', 'images/']],
    ['judge/', ['rule.md']],
    ['judge/solutions/', ['a.py']],
    ['', ['task.json']],
  ])
  expect(groups[0]?.entries[1]).toEqual({
    path: 'agent/images/',
    name: 'images/',
    view: 'agent',
    note: '2 pictures',
  })
})
