import { expect, test } from 'vitest'
import { copiesAmong } from '#lib/packs/file-copies.ts'

test('copies beside their file, as browsers, desktops, drives and editors name them', () => {
  const copies = [
    'train (1).csv',
    'train - Copy.csv',
    'train - Copy (2).csv',
    'train copy 2.csv',
    'Copy of train.csv',
    'train.csv~',
    'train.csv.bak',
    '.train.csv.swp',
    '#train.csv#',
  ]
  const found = copiesAmong(['train.csv', ...copies])
  expect([...found.keys()]).toEqual(copies)
  expect(new Set(found.values())).toEqual(new Set(['train.csv']))
})

test('a file of its own, a picture, and a copy in another folder are none', () => {
  const paths = [
    'train.csv',
    'train 2.csv',
    'store.csv',
    'stores.csv',
    'a/train (1).csv',
    'x.png',
    'x (1).png',
  ]
  expect(copiesAmong(paths).size).toBe(0)
})
