import { expect, test } from 'vitest'
import { classLabels } from '#lib/pipeline/data-facts.ts'

test.each([
  ['binary', ['kept', 'returned'], ['0', '1']],
  ['ordinal', ['none', 'slight', 'marked'], ['0', '1', '2']],
  ['multiclass', ['weeping', 'dry'], ['dry', 'weeping']],
  ['regression', null, null],
] as const)('labels of a %s task as they appear in the files', (task, classes, labels) => {
  const target = { name: 'outcome', unit: null, classes: classes && [...classes] }
  expect(classLabels({ task, target })).toEqual(labels)
})
