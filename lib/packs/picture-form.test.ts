import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { archiveFile } from '#lib/packs/archive-file.fixture.ts'
import { pictureForm, pictureForms } from '#lib/packs/picture-form.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)
const png = (colour: number) =>
  bytes(
    0x89,
    0x50,
    0x4e,
    0x47,
    13,
    10,
    26,
    10,
    0,
    0,
    0,
    13,
    73,
    72,
    68,
    82,
    0,
    0,
    1,
    0,
    0,
    0,
    0,
    48,
    8,
    colour,
    0,
  )
const jpeg = bytes(
  ...[0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2],
  ...[0xff, 0xc4, 0, 3, 0],
  ...[0xff, 0xc0, 0, 11, 8, 0, 32, 1, 64, 3, 1, 17, 0],
)

test.each([
  ['a PNG in grey', png(0), { width: 256, height: 48, channels: 1 }],
  ['a PNG in colour with transparency', png(6), { width: 256, height: 48, channels: 4 }],
  ['a JPEG behind its notes and tables', jpeg, { width: 320, height: 32, channels: 3 }],
  ['a PNG of no kind that there is', png(9), null],
  ['a cut PNG', png(0).slice(0, 20), null],
  ['a cut JPEG', jpeg.slice(0, 12), null],
  ['nothing', bytes(), null],
])('the form of %s', (_name, head, form) => {
  expect(pictureForm(head)).toEqual(form)
})

test('pictures that state no length end the look', () => {
  expect(pictureForm(bytes(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe0, 0, 0, 0, 0, 0, 0))).toBeNull()
})

test('some of many pictures are looked at, and nothing else', async () => {
  const dir = fileURLToPath(new URL('../../seeds/tiny-digits/images', import.meta.url))
  const pictures = readdirSync(dir).map((name) =>
    archiveFile(`images/${name}`, readFileSync(`${dir}/${name}`)),
  )
  const files = [archiveFile('train.csv', 'id\n'), ...pictures].map((file) => ({ path: file.path, file }))
  const forms = await pictureForms(files)
  expect(forms).toHaveLength(15)
  expect(new Set(forms.map((form) => JSON.stringify(form)))).toEqual(
    new Set([JSON.stringify({ width: 8, height: 8, channels: 1 })]),
  )
})
