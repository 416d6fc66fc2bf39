import { describe, expect, test } from 'vitest'
import { processorMs } from '#lib/processor-time.fixture.ts'
import { refuseDoubled, tellApart } from '#lib/tables/column-names.ts'
import { openTable } from '#lib/tables/open-table.ts'
import { TableRefusal } from '#lib/tables/table-note.ts'
import { readAllRows } from '#lib/tables/tables.fixture.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('line ends', () => {
  const expected = [
    ['1', '0.1', '2.0'],
    ['2', '0.2', '1.9'],
    ['3', '0.3', '1.8'],
  ]
  test.each([
    ['LF', 'step,reward,loss\n1,0.1,2.0\n2,0.2,1.9\n3,0.3,1.8\n'],
    ['CRLF', 'step,reward,loss\r\n1,0.1,2.0\r\n2,0.2,1.9\r\n3,0.3,1.8\r\n'],
    ['CR alone', 'step,reward,loss\r1,0.1,2.0\r2,0.2,1.9\r3,0.3,1.8\r'],
    ['header CRLF, rows LF', 'step,reward,loss\r\n1,0.1,2.0\n2,0.2,1.9\n3,0.3,1.8\n'],
    ['header LF, rows CRLF', 'step,reward,loss\n1,0.1,2.0\r\n2,0.2,1.9\r\n3,0.3,1.8\r\n'],
    ['all three', 'step,reward,loss\r1,0.1,2.0\n2,0.2,1.9\r\n3,0.3,1.8'],
    ['twice translated', 'step,reward,loss\r\r\n1,0.1,2.0\r\r\n2,0.2,1.9\r\r\n3,0.3,1.8\r\r\n'],
  ])('%s', async (_, text) => {
    for (const piece of [1, 3, 1e6]) {
      const { header, rows, notes } = await readAllRows(text, {}, piece)
      expect(header).toEqual(['step', 'reward', 'loss'])
      expect(rows.map(({ cells }) => cells)).toEqual(expected)
      expect(notes).toEqual([])
    }
  })

  test('a quoted cell keeps its line ends and delimiters; lines are counted over them', async () => {
    const { rows } = await readAllRows('step,note\r\n1,"two\r\nlines, ""and"" more"\r\n2,one\n')
    expect(rows).toEqual([
      { line: 2, cells: ['1', 'two\r\nlines, "and" more'] },
      { line: 4, cells: ['2', 'one'] },
    ])
  })
})

describe('delimiters and quotes', () => {
  test.each([
    ['semicolons', 'step;loss, train\n1;a,b\n2;c\n', ['step', 'loss, train']],
    ['tabs, with commas in the names', 'step\tloss, train\n1\t0.5\n2\t0.6\n', ['step', 'loss, train']],
    ['bars', 'step|loss\n1|0.5\n', ['step', 'loss']],
    ['sep=', 'sep=|\r\nstep|loss;x,y\r\n1|2\r\n', ['step', 'loss;x,y']],
    ['sep= in quotes', '"sep=;"\nstep;loss\n1;2\n', ['step', 'loss']],
    ['single quotes', "'step','loss, train'\n'1','2'\n", ['step', 'loss, train']],
    ['a delimiter behind each line', 'step;loss\n1;2;\n3;4;\n', ['step', 'loss']],
    ['remarks above the header', '#{"t_start": 1.5, "env": "x"}\nr;l;t\n1;2;3\n', ['r', 'l', 't']],
    ['a header behind "#"', '# step,loss\n1,0.5\n2,0.6\n', ['step', 'loss']],
    ['a column that is called "#"', '#,name\n1,a\n2,b\n', ['#', 'name']],
    ['space before a quote', 'step, "loss, train"\n1, "2"\n', ['step', 'loss, train']],
  ])('%s', async (_, text, names) => {
    const { header, rows } = await readAllRows(text)
    expect(header).toEqual(names)
    expect(rows.length).toBeGreaterThan(0)
  })

  test('two delimiters that fit alike are noted, with the way to choose', async () => {
    const { notes } = await readAllRows('a,b;c,d\nx,y;z,w\nu,v;t,s\n')
    expect(notes).toMatchObject([{ kind: 'delimiter', next: expect.stringContaining('sep=') }])
  })

  test.each([
    ['a quote that is never closed', 'a,b\n1,"x\n2,y\n', /opens on line 2 is not closed/, 2],
    ['a quote inside a quoted cell', 'a,b\n1,"x" y\n2,"z"\n', /followed by other text/, 2],
    [
      'a title above the header',
      'My run\n\nstep,loss\n1,2\n3,4\n',
      /Line 1 is not a header: it has 1 cell/,
      1,
    ],
    [
      'row names without a name',
      'step,loss\nr1,1,2\nr2,2,3\n',
      /it has 2 cells, the lines below it have 3/,
      1,
    ],
    ['no header', '1,0.5\n2,0.6\n', /Line 1 is not a header: it holds only numbers/, 1],
    ['nothing', '\n\n', /empty/, null],
    ['a zip', 'PK\u0003\u0004xxxx', /zip archive/, null],
    ['a page', '<!DOCTYPE html>\n<html>', /web page/, null],
    ['a pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\n', /Git LFS pointer/, null],
    ['zero bytes', 'a,b\n1,\u0000\n', /zero bytes/, null],
    ['a delimiter that nobody reads', 'sep=^\na^b\n', /parted by "\^"/, 1],
  ])('refused: %s', async (_, text, message, line) => {
    const read = readAllRows(text)
    await expect(read).rejects.toThrow(message)
    await expect(read).rejects.toMatchObject({ line, next: expect.stringMatching(/.\.$/) })
  })
})

describe('rows that are not as wide as the header', () => {
  const text = 'a,b\n1,2\n3\n4,5,6\n7,8\n9'
  test('are refused with their line', async () => {
    await expect(readAllRows(text, { ragged: 'refuse' })).rejects.toThrow(
      'Line 3 has 1 cells, the header has 2.',
    )
  })
  test('or left out, all lines named; the last one may be cut', async () => {
    const { rows, notes } = await readAllRows(text)
    expect(rows.map(({ line }) => line)).toEqual([2, 5])
    expect(notes.map(({ kind, message }) => [kind, message])).toEqual([
      ['cut', expect.stringContaining('cut off')],
      ['ragged', expect.stringContaining('lines 3 and 4 have more or fewer')],
    ])
  })
  test('a header that is repeated is passed over and named', async () => {
    const { rows, notes } = await readAllRows('a,b\n1,2\na,b\n3,4\na,b\n')
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
    expect(notes[0]?.message).toContain('repeated on lines 3 and 5')
  })
})

describe('numbers', () => {
  const column = async (text: string) => {
    const { rows, notes } = await readAllRows(text)
    return {
      cells: rows.map(({ cells }) => cells.slice(1)),
      kinds: notes.map(({ kind }) => kind.split(':')[0]),
    }
  }
  test.each([
    [
      'decimal commas',
      'step;a;b\n1;0,12;2,31\n2;0,18;1\n',
      [
        ['0.12', '2.31'],
        ['0.18', '1'],
      ],
      ['numerals', 'numerals'],
    ],
    ['decimal commas and grouped thousands', 'step;a\n1;1.234,5\n2;12\n', [['1234.5'], ['12']], ['numerals']],
    [
      'thousands, as another column has a point',
      'step,a,b\n1,"1,000",0.5\n2,"12,000",0.6\n',
      [
        ['1000', '0.5'],
        ['12000', '0.6'],
      ],
      ['numerals'],
    ],
    ['thousands of a Swiss', "step\ta\n1\t1'234.5\n", [['1234.5']], ['numerals']],
    ['thousands with a narrow space', 'step;a\n1;12\u202f345\n', [['12345']], ['numerals']],
    ['either: left as text', 'step;a\n1;1,234\n2;5,678\n', [['1,234'], ['5,678']], ['either', 'either']],
    ['lists are not numbers', 'step;a\n1;1,2\n2;1,2,3\n3;4,5,6\n', [['1,2'], ['1,2,3'], ['4,5,6']], []],
    ['dates and versions stay', 'step;a\n1;12.03.2024\n2;1.2.3\n', [['12.03.2024'], ['1.2.3']], []],
    [
      'plain numbers stay as they are',
      'step,a\n1,1.234\n2,1e-05\n3,-.5\n',
      [['1.234'], ['1e-05'], ['-.5']],
      [],
    ],
    ['leading zeros are not numbers to rewrite', 'step,a\n1,007\n2,008\n', [['007'], ['008']], []],
  ])('%s', async (_, text, cells, kinds) => {
    expect(await column(text)).toEqual({ cells, kinds })
  })
})

describe('encodings', () => {
  const text = 'step;größe\n1;2\n'
  const utf16 = (of: string, isBig: boolean, mark: boolean) => {
    const little = Buffer.from(mark ? `\uFEFF${of}` : of, 'utf16le')
    return isBig ? little.swap16() : little
  }
  test.each([
    ['UTF-8', Buffer.from(text), []],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`), []],
    ['UTF-16 LE', utf16(text, false, true), []],
    ['UTF-16 BE', utf16(text, true, true), []],
    ['UTF-16 LE without a mark', utf16(text, false, false), ['encoding']],
    ['UTF-16 BE without a mark', utf16(text, true, false), ['encoding']],
    ['Latin-1', Buffer.from(text, 'latin1'), ['encoding']],
  ])('%s', async (_, data, kinds) => {
    for (const piece of [1, 1e6]) {
      const { header, notes } = await readAllRows(data, {}, piece)
      expect(header).toEqual(['step', 'größe'])
      expect(notes.map(({ kind }) => kind)).toEqual(kinds)
    }
  })

  test('GBK, also where the first Chinese character comes late', async () => {
    const chinese = Buffer.from([0xbd, 0xb1, 0xc0, 0xf8])
    const late = Buffer.concat([bytes(`step,note\n${'1,a\n'.repeat(40_000)}2,`), chinese, bytes('\n')])
    const { rows, notes } = await readAllRows(late, {}, 65_536)
    expect(rows.at(-1)).toEqual({ line: 40_002, cells: ['2', '奖励'] })
    expect(notes).toMatchObject([{ kind: 'encoding', message: expect.stringContaining('GBK') }])
  })

  test.each([
    ['Cyrillic', Buffer.from([0xef, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0xfb])],
    ['Shift-JIS', Buffer.from([0x83, 0x8f, 0x81, 0x5b, 0x83, 0x68, 0x82, 0xa0])],
    ['EUC-JP', Buffer.from([0xa4, 0xa2, 0xa4, 0xa4, 0xa4, 0xa6])],
  ])('%s is refused, not guessed', async (_, word) => {
    const data = Buffer.concat([bytes('step,'), word, bytes('\n1,2\n')])
    await expect(readAllRows(data)).rejects.toThrow('neither UTF-8')
  })

  test('a broken byte in UTF-8 is named by line', async () => {
    const data = Buffer.concat([
      bytes('step,größe\n1,ö\n2,'),
      Buffer.from([0xff]),
      bytes('\n'),
      bytes('3,äöüäöüäöü\n'),
    ])
    const { notes, rows } = await readAllRows(data)
    expect(rows).toHaveLength(3)
    expect(notes).toMatchObject([{ kind: 'bytes', line: 3 }])
  })
})

describe('bounds', () => {
  test('a row without end and a row of too many cells', async () => {
    await expect(readAllRows(`a,b\n1,"${'x'.repeat(5000)}`, { recordLength: 1000 })).rejects.toThrow(
      'longer than 1000',
    )
    await expect(readAllRows(`a,b\n${','.repeat(5000)}\n`, { columns: 1000 })).rejects.toThrow(
      'more than 1000 cells',
    )
  })

  test('the source is closed when a reader stops early', async () => {
    let isClosed = false
    async function* source() {
      try {
        for (;;) yield bytes('a,b\n1,2\n')
      } finally {
        isClosed = true
      }
    }
    const options = { ragged: 'refuse', recordLength: 1e6, columns: 100, onNote: () => undefined } as const
    const table = await openTable(source(), options)
    await table.close()
    expect(isClosed).toBe(true)
  })

  test('ten megabytes of one row, of quotes and of delimiters end soon', async () => {
    const started = processorMs()
    for (const text of [
      '"'.repeat(1e7),
      `a,b\n${'1,2,'.repeat(2.5e6)}`,
      `a,b\n${'"",'.repeat(3e6)}`,
      ' '.repeat(1e7),
    ])
      await readAllRows(text, {}, 65_536).catch((error: unknown) => {
        expect(error).toBeInstanceOf(TableRefusal)
      })
    expect(processorMs() - started).toBeLessThan(20_000)
  })
})

describe('names of columns', () => {
  test('doubled names are told apart with a note, or refused with their places', () => {
    const notes: string[] = []
    const names = tellApart(['step', 'reward', 'reward', ''], 1, ({ message }) => notes.push(message))
    expect(names).toEqual(['step', 'reward', 'reward (column 3)', 'column 4'])
    expect(notes).toEqual(['Several columns are called "reward"; column 3 is read as "reward (column 3)".'])
    expect(() => refuseDoubled(['id', 'y', 'y'], 1)).toThrow('columns 2 and 3 are both called "y"')
  })
})
