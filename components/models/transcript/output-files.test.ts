import { expect, test } from 'vitest'
import { listFiles } from '#components/models/transcript/output-files.ts'

const files = (...paths: string[]) => paths.map((path) => ({ path, bytes: 1 }))
const names = (...paths: string[]) =>
  listFiles(files(...paths)).map((one) =>
    one.kind === 'file' ? one.file.path : `${one.path} ${one.files.length}`,
  )

test('a folder of many files is one line below the others', () => {
  const images = Array.from({ length: 1441 }, (_, n) => `agent/images/${n}.png`)
  expect(names(...images, 'agent/train.csv', 'judge/generate.py')).toEqual([
    'agent/train.csv',
    'judge/generate.py',
    'agent/images/ 1441',
  ])
})

test('few files stand one by one, wherever they lie', () => {
  expect(names('spec.json')).toEqual(['spec.json'])
  expect(names(...Array.from({ length: 12 }, (_, n) => `judge/solutions/${n}.py`))).toHaveLength(12)
  expect(names()).toEqual([])
})
