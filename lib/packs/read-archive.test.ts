import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { isAppError } from '#lib/domain/errors.ts'
import { UPLOAD_LIMITS } from '#lib/packs/archive-limits.ts'
import { type RawEntry, rawZip } from '#lib/packs/raw-zip.fixture.ts'
import { readArchive } from '#lib/packs/read-archive.ts'

const limits = { ...UPLOAD_LIMITS, entries: 50, totalBytes: 4 * 2 ** 20, entryBytes: 3 * 2 ** 20 }
const good: RawEntry = { name: 'task/train.csv', content: 'id,x\n1,2\n' }
const zeros = new Uint8Array(2 * 2 ** 20)

async function refusal(zip: Uint8Array): Promise<string> {
  try {
    const archive = await readArchive(zip, limits)
    for (const file of archive.files) await file.read()
  } catch (error) {
    if (isAppError(error)) return `${error.code}: ${error.publicMessage}`
    throw error
  }
  return 'accepted'
}

const HOSTILE: [string, Uint8Array, RegExp][] = [
  ['parent folder', rawZip([{ name: '../evil.csv' }]), /leaves the archive/],
  ['parent folder inside', rawZip([{ name: 'a/../../evil.csv' }]), /leaves the archive/],
  ['parent folder at the end', rawZip([{ name: 'a/..' }]), /leaves the archive/],
  ['absolute path', rawZip([{ name: '/etc/passwd' }]), /absolute/],
  ['drive letter', rawZip([{ name: 'C:/x.csv' }]), /absolute/],
  ['drive without slash', rawZip([{ name: 'c:x.csv' }]), /absolute/],
  ['backslash', rawZip([{ name: 'a\\..\\evil.csv' }]), /leaves the archive/],
  ['backslash and slash', rawZip([{ name: 'a/b\\evil.csv' }]), /backslash/],
  ['double slash', rawZip([{ name: 'a//b.csv' }]), /empty or "\."/],
  ['dot folder', rawZip([{ name: './b.csv' }]), /empty or "\."/],
  ['empty name', rawZip([{ name: '' }]), /empty name/],
  ['null byte', rawZip([{ name: 'a.csv\0.png' }]), /control/],
  ['newline', rawZip([{ name: 'a\nb.csv' }]), /control/],
  ['escape sequence', rawZip([{ name: 'a\u001b[2J.csv' }]), /control/],
  ['right-to-left mark', rawZip([{ name: 'a\u202evsc.exe' }]), /invisible/],
  ['zero-width space', rawZip([{ name: 'train\u200b.csv' }]), /invisible/],
  ['device of Windows', rawZip([{ name: 'a/NUL.csv' }]), /device/],
  ['trailing dot', rawZip([{ name: 'a./b.csv' }]), /dot or space/],
  ['trailing space', rawZip([{ name: 'a/b.csv ' }]), /dot or space/],
  ['too deep', rawZip([{ name: 'a/b/c/d/e/f/g/h/i/j.csv' }]), /deeper/],
  ['too long', rawZip([{ name: `${'n'.repeat(300)}.csv` }]), /longer/],
  ['bytes that are not UTF-8', rawZip([{ name: Buffer.from([0x61, 0xff, 0xfe]) }]), /not UTF-8/],
  ['symbolic link', rawZip([{ name: 'link.csv', content: '/etc/passwd', mode: 0o120777 }]), /symbolic link/],
  ['link to a folder', rawZip([{ name: 'dir/', content: '..', mode: 0o120777 }]), /symbolic link/],
  ['named pipe', rawZip([{ name: 'pipe', mode: 0o010644 }]), /neither a file nor a folder/],
  ['device file', rawZip([{ name: 'zero', mode: 0o020644 }]), /neither a file nor a folder/],
  ['encrypted', rawZip([{ name: 'a.csv', flags: 0x0801 }]), /encrypted/],
  ['strongly encrypted', rawZip([{ name: 'a.csv', flags: 0x0840 }]), /encrypted|not a readable/],
  ['unknown compression', rawZip([{ name: 'a.csv', method: 14 }]), /compression method 14/],
  ['same name twice', rawZip([good, good]), /twice/],
  ['names that differ by case', rawZip([good, { name: 'TASK/Train.csv' }]), /case/],
  [
    'names that differ by Unicode form',
    rawZip([{ name: 'é.csv' }, { name: 'e\u0301.csv' }]),
    /case or accents/,
  ],
  ['file and folder at once', rawZip([{ name: 'a' }, { name: 'a/b.csv' }]), /file and a folder/],
  ['bomb by ratio', rawZip([{ name: 'zeros.csv', content: zeros }]), /times its packed size/],
  ['bomb by one size', rawZip([{ name: 'big.csv', size: 2 ** 31 }]), /unpacks to more than 3 MiB/],
  [
    'bomb by sum',
    rawZip([0, 1, 2].map((n) => ({ name: `${n}.csv`, method: 0, content: zeros }))),
    /more than 4 MiB/,
  ],
  [
    'bomb by count',
    rawZip(Array.from({ length: 51 }, (_, n) => ({ name: `${n}.csv` }))),
    /more than 50 files/,
  ],
  ['bomb by shared bytes', rawZip([{ name: 'a.csv' }, { name: 'b.csv', offset: 0 }]), /shares its bytes/],
  [
    'more bytes than declared',
    rawZip([{ name: 'a.csv', content: 'xxxxxxxx', size: 2 }]),
    /damaged|not a readable/,
  ],
  [
    'fewer bytes than declared',
    rawZip([{ name: 'a.csv', content: 'xx', size: 9 }]),
    /damaged|not a readable/,
  ],
  [
    'stored size lies',
    rawZip([{ name: 'a.csv', content: 'xx', method: 0, size: 9 }]),
    /damaged|not a readable/,
  ],
  ['wrong checksum', rawZip([{ name: 'a.csv', crc: 1 }]), /damaged/],
  ['cut off', rawZip([good]).subarray(0, 40), /not a readable/],
  ['count lies', rawZip([good], { count: 7 }), /not a readable/],
  ['offset outside', rawZip([{ ...good, offset: 9_000_000 }]), /damaged|not a readable/],
  ['no zip at all', Buffer.from('id,x\n1,2\n'), /not a readable/],
  ['empty upload', new Uint8Array(), /not a readable/],
  ['no files', rawZip([]), /no files/],
  ['a tar.gz', gzipSync('task/train.csv'), /packed with gzip/],
  [
    'a pointer of Git LFS',
    Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 7\n'),
    /Git LFS pointer.*git lfs pull/,
  ],
  ['a sign-in page', Buffer.from('<!DOCTYPE html><html></html>'), /web page/],
  ['only clutter', rawZip([{ name: '__MACOSX/._a' }, { name: 'a/.DS_Store' }]), /no files/],
]

describe('readArchive', () => {
  test.each(HOSTILE)('refuses: %s', async (_name, zip, message) => {
    const reason = await refusal(zip)
    expect(reason).toMatch(/^invalid: /)
    expect(reason).toMatch(message)
  })

  test('has at least thirty hostile archives', () => expect(HOSTILE.length).toBeGreaterThanOrEqual(30))

  test('reads files in sorted order and skips clutter and folders', async () => {
    const zip = rawZip([
      { name: 'b/', mode: 0o040755, content: '', method: 0 },
      { name: 'b/x.csv', content: 'hello' },
      good,
      { name: '.DS_Store' },
    ])
    const { files, totalBytes } = await readArchive(zip, limits)
    expect(files.map((file) => file.path)).toEqual(['b/x.csv', 'task/train.csv'])
    expect(new TextDecoder().decode(await files[0]?.read())).toBe('hello')
    expect(totalBytes).toBe(14)
  })

  test('passes over what operating systems and editors leave, whatever its name, depth or bytes', async () => {
    const deep = `__MACOSX/${'n'.repeat(9).split('').join('/')}/._train.csv`
    const clutter: RawEntry[] = [
      { name: deep },
      { name: 'task/._train.csv' },
      { name: 'task/.AppleDouble/train.csv' },
      { name: 'a/__MACOSX/._x', flags: 0x0801 },
      { name: 'task/Icon\r' },
      { name: 'task/THUMBS.DB' },
      { name: 'task/Desktop.ini' },
      { name: '$RECYCLE.BIN/train.csv' },
      { name: 'System Volume Information/train.csv' },
      { name: 'task/~$train.xlsx' },
      { name: 'task/.~lock.train.csv#' },
      { name: 'task/.ipynb_checkpoints/train-checkpoint.csv' },
      { name: 'task/._TRAIN.CSV' },
    ]
    const { files } = await readArchive(rawZip([good, ...clutter]), limits)
    expect(files.map((file) => file.path)).toEqual(['task/train.csv'])
  })

  test('names in any script are fine', async () => {
    const { files } = await readArchive(rawZip([{ name: '数据/訓練.csv' }]), limits)
    expect(files[0]?.path).toBe('数据/訓練.csv')
  })
})
