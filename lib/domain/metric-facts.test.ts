import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { METRIC_FACTS, METRICS } from '#lib/domain/vocabulary.ts'

const KERNELS = join(process.cwd(), 'python/sandmle/kernels')
const Facts = z.record(z.string(), z.unknown())

/** FACTS of each kernel of the engine, a literal of one line. */
const kernels = Object.fromEntries(
  readdirSync(KERNELS)
    .filter((name) => name.endsWith('.py') && name !== '__init__.py')
    .map((name) => {
      const source = readFileSync(join(KERNELS, name), 'utf8')
      const literal = /^FACTS = (\{.*\})$/m.exec(source)?.[1]?.replaceAll('True', 'true') ?? '{}'
      return [name.slice(0, -'.py'.length).replaceAll('_', '-'), Facts.parse(JSON.parse(literal))]
    }),
)

test('the engine and the product know the same metrics, and the same of each', () => {
  const rows = METRICS.map((metric) => {
    const { title: _, short: __, how: ___, ...facts } = METRIC_FACTS[metric]
    return [metric, facts]
  })
  expect(kernels).toEqual(Object.fromEntries(rows))
})
