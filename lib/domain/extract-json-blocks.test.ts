import { describe, expect, it } from 'vitest'
import { extractBlock, extractBlocks } from '#lib/domain/extract-json-blocks.ts'

const F = '```'
const named = (text: string) => extractBlocks(text).map((block) => [block.name, block.language, block.code])

describe('extractBlocks', () => {
  it.each([
    ['a name after the language', `${F}python solve.py\nx = 1\n${F}`, 'solve.py', 'python'],
    ['a title attribute', `${F}python title="solve.py"\nx = 1\n${F}`, 'solve.py', 'python'],
    ['a path attribute', `${F}python path=src/solve.py\nx = 1\n${F}`, 'solve.py', 'python'],
    ['language and name joined', `${F}python:solve.py\nx = 1\n${F}`, 'solve.py', 'python'],
    ['the name alone', `${F}solve.py\nx = 1\n${F}`, 'solve.py', ''],
    ['a heading above', `### solve.py\n\n${F}python\nx = 1\n${F}`, 'solve.py', 'python'],
    ['a bold line above', `**solve.py**\n${F}python\nx = 1\n${F}`, 'solve.py', 'python'],
    ['code marks above', `1. \`solve.py\`:\n${F}python\nx = 1\n${F}`, 'solve.py', 'python'],
    ['a file line above', `File: solve.py\n${F}python\nx = 1\n${F}`, 'solve.py', 'python'],
    ['tildes', `~~~python solve.py\nx = 1\n~~~`, 'solve.py', 'python'],
    ['carriage returns', `${F}python solve.py\r\nx = 1\r\n${F}\r\n`, 'solve.py', 'python'],
  ])('names a block by %s', (_, text, name, language) => {
    expect(named(text)).toEqual([[name, language, 'x = 1\n']])
  })

  it('names a block by its first comment, unless the comment only talks about a file', () => {
    expect(named(`${F}python\n# solve.py\nx = 1\n${F}`)[0]?.[0]).toBe('solve.py')
    expect(named(`${F}python\n# reads train.csv and fits\nx = 1\n${F}`)[0]?.[0]).toBeNull()
  })

  it('keeps shorter and other fences inside a block as its text', () => {
    expect(named(`${F}${F}python a.py\n"""\n${F}\n~~~\n"""\n${F}${F}`)).toEqual([
      ['a.py', 'python', `"""\n${F}\n~~~\n"""\n`],
    ])
  })

  it('keeps labelled fences inside a block of Markdown', () => {
    const inner = `# Task\n${F}python\nx = 1\n${F}\nend`
    expect(named(`${F}markdown description.md\n${inner}\n${F}\n${F}python b.py\ny\n${F}`)).toEqual([
      ['description.md', 'markdown', `${inner}\n`],
      ['b.py', 'python', 'y\n'],
    ])
  })

  it('does not let the name of one block reach the next', () => {
    expect(named(`**a.py**\n${F}\n1\n${F}\n${F}\n2\n${F}`).map(([name]) => name)).toEqual(['a.py', null])
  })

  it('finds none in prose and an empty one', () => {
    expect(extractBlocks('Just words with `code`.')).toEqual([])
    expect(named(`${F}python a.py\n${F}`)).toEqual([['a.py', 'python', '']])
  })
})

describe('extractBlock', () => {
  it('takes the last of one name', () => {
    const text = `${F}python a.py\nold\n${F}\nBetter:\n${F}python a.py\nnew\n${F}`
    expect(extractBlock(text, 'a.py')).toMatchObject({ kind: 'block', block: { code: 'new\n' } })
  })

  it('takes a single unnamed block only when it may stand alone', () => {
    const text = `Here you are:\n${F}python\nx\n${F}`
    expect(extractBlock(text, 'a.py').kind).toBe('failure')
    expect(extractBlock(text, 'a.py', { alone: true })).toMatchObject({ block: { code: 'x\n' } })
    expect(extractBlock(`${text}\n${text}`, 'a.py', { alone: true }).kind).toBe('failure')
  })

  it('says which names it found, and where a cut block ends', () => {
    expect(extractBlock(`${F}python b.py\nx\n${F}`, 'a.py')).toMatchObject({
      code: 'missing',
      message: expect.stringContaining('found b.py'),
    })
    expect(extractBlock(`${F}python a.py\nx = (1,\n  2`, 'a.py')).toMatchObject({
      code: 'truncated',
      line: 3,
      column: 4,
    })
  })
})
