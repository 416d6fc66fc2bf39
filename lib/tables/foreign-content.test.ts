import { deflateRawSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { rawZip } from '#lib/packs/raw-zip.fixture.ts'
import { foreignContent, headOfPieces, isLfsPointer } from '#lib/tables/foreign-content.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const LFS_POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0a'.repeat(32)}\nsize 48211\n`

describe('foreignContent', () => {
  test.each([
    ['a pointer of Git LFS', bytes(LFS_POINTER), /Git LFS pointer/, /git lfs pull/],
    ['one with CRLF and a mark', bytes(LFS_POINTER.replaceAll('\n', '\r\n')), /Git LFS/, /git lfs pull/],
    [
      'one of its first name',
      bytes(LFS_POINTER.replace('git-lfs', 'hawser')),
      /Git LFS pointer/,
      /git lfs pull/,
    ],
    [
      'a pointer of git-annex',
      bytes('/annex/objects/MD5E-s5--abc.csv\n'),
      /git-annex pointer/,
      /git annex get/,
    ],
    [
      'a link of git-annex',
      bytes('../../.git/annex/objects/xx/yy/MD5E-s5--abc.csv'),
      /git-annex/,
      /git annex get/,
    ],
    ['a zip', rawZip([{ name: 'train.csv' }]), /zip archive/, /Unpack/],
    ['a workbook', rawZip([{ name: '[Content_Types].xml' }]), /Excel workbook/, /CSV/],
    ['gzip', gzipSync('id,x\n'), /gzip/, /Unpack/],
    ['parquet', bytes('PAR1....PAR1'), /parquet/, /CSV/],
    [
      'a sign-in page',
      bytes('\n<!DOCTYPE html>\n<html><body>Sign in</body></html>'),
      /web page/,
      /signed in/,
    ],
  ])('names %s with what helps', (_name, content, what, fix) => {
    expect(foreignContent(content)?.what).toMatch(what)
    expect(foreignContent(content)?.fix).toMatch(fix)
  })

  test.each([
    ['a table', 'id,x\n1,2\n'],
    ['a statement that speaks of pointers', 'Fetch with git lfs: version https://git-lfs.github.com/spec/v1'],
    ['JSON', '{"a": 1}'],
    ['nothing', ''],
    ['a table with tags', 'id,html\n1,<html>\n'],
  ])('%s is what it says', (_name, text) => {
    expect(foreignContent(bytes(text))).toBeNull()
    expect(isLfsPointer(bytes(text))).toBe(false)
  })

  test('the head of a file comes from as many pieces as it needs', async () => {
    async function* pieces() {
      for (const letter of LFS_POINTER) yield bytes(letter)
      for (;;) yield deflateRawSync('x')
    }
    expect(isLfsPointer(await headOfPieces(pieces()))).toBe(true)
  })
})
