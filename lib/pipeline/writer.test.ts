import { expect, test } from 'vitest'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { readDataFacts } from '#lib/pipeline/data-facts.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { strategise } from '#lib/pipeline/strategist.ts'
import { writeDescription } from '#lib/pipeline/writer.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const spec = {
  ...strategise(makeDna(), CATALOGUE, DOMAINS, {
    runSeed: 1,
    likeness: 'varied',
    ordinal: 0,
    secret: 'ab'.repeat(16),
    reasons: [],
  }),
}
const domain = DOMAINS.find(({ id }) => id === spec.domain.id) ?? DOMAINS[0]
const columns = spec.columns.filter((column) => column.table === 'main').map((column) => column.name)
const line = (id: string, ...more: string[]) => [id, ...columns.map(() => '1'), ...more].join(',')
const files = {
  'agent/train.csv': bytes(
    [
      ['id', ...columns, spec.target.name].join(','),
      line('a1', '0'),
      line('b2', '1'),
      line('c3', '0'),
      line('d4', '0'),
    ].join('\n'),
  ),
  'agent/test.csv': bytes([['id', ...columns].join(','), line('e5'), line('f6')].join('\n')),
  'agent/sample_submission.csv': bytes(`id,${spec.target.name}\ne5,0.25\nf6,0.25\n`),
}
if (!domain) throw new Error('no domain')
const text = writeDescription(spec, readDataFacts(spec, files), domain, CATALOGUE)

test('names every column, the metric with its direction and the form of a submission', () => {
  for (const name of columns) expect(text).toContain(`\`${name}\``)
  expect(text).toMatch(/## Overview[\s\S]*## Data[\s\S]*## Hints[\s\S]*## Evaluation[\s\S]*## Rules/)
  expect(text).toMatch(/(Higher|Lower) is better/)
  expect(text).toContain(`id,${spec.target.name}\ne5,0.25`)
  expect(text).toContain('4 rows with the target')
})

test('tells a hint for each mechanism and one for single columns, and nothing that only the judge knows', () => {
  const hints = text.split('## Hints\n')[1]?.split('\n## ')[0] ?? ''
  expect(hints.match(/^- /gm)).toHaveLength(spec.mechanisms.length + (spec.ordinary === undefined ? 0 : 1))
  for (const { id } of spec.mechanisms) expect(text).not.toContain(id)
  expect(text).not.toContain(spec.secret)
  expect(text).not.toMatch(/knob|mechanism|secret/)
})

test('a mechanism without phrasings is told in its own words', () => {
  const mechanisms = CATALOGUE.mechanisms.map(({ hints: _, ...meta }) => meta)
  const plain = writeDescription(spec, readDataFacts(spec, files), domain, { ...CATALOGUE, mechanisms })
  for (const { id } of spec.mechanisms) expect(plain).toContain(`- Hint of ${id}.`)
})

test('a generator that wrote no table is named', () => {
  const { 'agent/test.csv': _, ...rest } = files
  expect(() => readDataFacts(spec, rest)).toThrow('agent/test.csv')
})

test('pictures are told with the size and colour that their files have', () => {
  const png = (width: number, height: number, colourType: number) => {
    const head = Buffer.alloc(33)
    head.writeUInt32BE(0x89504e47)
    head.writeUInt32BE(width, 16)
    head.writeUInt32BE(height, 20)
    head.writeUInt8(colourType, 25)
    return new Uint8Array(head)
  }
  const told = (picture: Uint8Array) =>
    writeDescription(
      spec,
      readDataFacts(spec, { ...files, 'agent/images/a1.png': picture }),
      domain,
      CATALOGUE,
    )
  expect(told(png(64, 48, 2))).toContain('1 PNG file, one for each row, 64 x 48 pixels, colour')
  expect(told(png(96, 96, 0))).toContain('96 x 96 pixels, grey-scale')
  expect(told(new Uint8Array())).toMatch(/1 PNG file, one for each row$/m)
})
