import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { admits, canPlay, type NumericColumn } from '#lib/domain/artefacts/assign-columns.ts'
import type { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import { causeOf, readsOf } from '#lib/domain/artefacts/causes.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import { mapColumns } from '#lib/domain/artefacts/map-columns.ts'
import { isWhole, physicalLimits } from '#lib/domain/artefacts/meanings.ts'
import { isKnownRatio } from '#lib/domain/artefacts/ratios.ts'
import { seenIn } from '#lib/domain/artefacts/seen-in.ts'
import { LIKENESSES } from '#lib/domain/likeness.ts'
import type { Sandbox } from '#lib/domain/ports/sandbox.ts'
import { isMedia } from '#lib/domain/vocabulary.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { decodeText } from '#lib/pipeline/canonical.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { develop } from '#lib/pipeline/roles/developer.ts'
import { strategise } from '#lib/pipeline/strategist.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import { readCatalogue } from '#workers/maintenance/read-catalogue.ts'

let sandbox: Sandbox
let catalogue: Catalogue
let home = ''
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'bindings-'))
  sandbox = await openSandbox({
    pythonDir: fileURLToPath(new URL('../python', import.meta.url)),
    interpreter: process.env.SANDMLE_PYTHON ?? '/usr/bin/python3',
    homeDir: home,
    pool: 2,
  })
  catalogue = await readCatalogue(sandbox)
})
afterAll(async () => {
  await sandbox.close()
  await rm(home, { recursive: true, force: true })
})

type Meta = Catalogue['mechanisms'][number]

/** A plan with one mechanism in one world; `task` counts on through those that the mechanism supports. */
function planIn(domain: Domain, meta: Meta, task: number) {
  const kind = meta.tasks[task % meta.tasks.length] ?? 'binary'
  const dna = makeDna({ modality: meta.modality, task: kind, metric: 'auc', family: 'none' })
  const alone = { ...catalogue, mechanisms: [meta] }
  const situation = { likeness: 'varied', runSeed: 3, ordinal: task, secret: 'ab'.repeat(16) } as const
  return strategise(dna, alone, [domain], { ...situation, reasons: [] })
}

const numbersOf = (domain: Domain): NumericColumn[] =>
  [...domain.columns, ...domain.child.columns, ...mapColumns(domain)].filter(
    (column): column is NumericColumn => column.kind === 'numeric',
  )

const pairs = () =>
  DOMAINS.flatMap((domain) =>
    catalogue.mechanisms
      .filter((meta) => canPlay([meta], seenIn(meta.modality, domain)))
      .map((meta) => ({ domain, meta })),
  )

test('in every world each role is played by a column that measures what the mechanism needs', () => {
  for (const { domain, meta } of pairs()) {
    const known = new Map(numbersOf(domain).map((column) => [column.name, column]))
    for (let task = 0; task < 4; task++) {
      const plan = planIn(domain, meta, task)
      const [bound] = plan.mechanisms
      for (const role of meta.roles.filter(({ kind }) => kind === 'numeric')) {
        const column = known.get(bound?.columns[role.name] ?? '')
        const where = `${domain.id}: ${meta.id}.${role.name} is ${column?.name}`
        expect(column !== undefined && admits(role, column), where).toBe(true)
        const over = role.divides && known.get(bound?.columns[role.divides] ?? '')
        if (over && column) expect(isKnownRatio(domain, over.name, column.name), where).toBe(true)
      }
      const onMap = mapColumns(domain).map(({ name }) => name)
      const shown = plan.columns.filter(({ name }) => onMap.includes(name))
      expect(shown).toHaveLength(meta.id === 'spatial-kernel' ? 2 : 0)
    }
  }
})

test('a rhythm of the calendar rules only where it can matter', () => {
  const worldsOf = (id: string) => pairs().flatMap(({ domain, meta }) => (meta.id === id ? [domain] : []))
  expect(worldsOf('series-panel-calendar').map(({ id }) => id)).not.toContain('enzyme-plate')
  expect(worldsOf('series-panel-calendar').every(({ date }) => date.rhythms.includes('week'))).toBe(true)
  expect(worldsOf('seasonal-dose').every(({ date }) => date.rhythms.includes('season'))).toBe(true)
})

test('every mechanism makes sense in several families, and every world has rules enough', () => {
  for (const meta of catalogue.mechanisms) {
    const worlds = pairs().flatMap((one) => (one.meta === meta ? [one.domain] : []))
    expect(worlds.length, meta.id).toBeGreaterThanOrEqual(7)
    expect(new Set(worlds.map(({ family }) => family)).size, meta.id).toBeGreaterThanOrEqual(5)
  }
  for (const domain of DOMAINS) {
    const played = catalogue.mechanisms.filter((meta) => canPlay([meta], domain))
    expect(played.length, domain.id).toBeGreaterThanOrEqual(6)
    const has = new Set(played.map(({ modality }) => modality))
    expect(has.has('tabular') && has.has('text'), domain.id).toBe(true)
    // A rule of sounds needs a world in which something is heard, one of pictures something that they tell of a row.
    expect(has.has('audio'), domain.id).toBe(domain.sound !== undefined)
    expect(has.has('image'), domain.id).toBe(domain.pictured !== false)
  }
})

test('a cause names roles of its mechanism, and columns each of which can play them', () => {
  for (const domain of DOMAINS)
    for (const cause of domain.causes ?? []) {
      const meta = catalogue.mechanisms.find(({ id }) => id === cause.mechanism)
      if (meta?.caused === undefined) throw new Error(`${domain.id}: ${cause.mechanism} asks for no cause`)
      const roles = meta.roles.map(({ name }) => name)
      expect(roles, domain.id).toEqual(expect.arrayContaining(Object.keys(cause.columns)))
      for (const [role, names] of Object.entries(cause.columns))
        for (const name of names) {
          const only = { ...cause, columns: { ...cause.columns, [role]: [name] } }
          const where = `${domain.id}: ${meta.id}.${role} is ${name}`
          expect(canPlay([meta], { ...domain, causes: [only] }), where).toBe(true)
        }
    }
})

test('each rule of 500 plans has a cause in its world, through what tells something of its target', () => {
  const seen = new Set<string>()
  const seeds = [
    ...(['tabular', 'join', 'series', 'image', 'audio'] as const).map(
      (modality) => ({ modality, task: 'regression', metric: 'rmse' }) as const,
    ),
    ...(['image', 'audio'] as const).flatMap((modality) => [
      { modality, task: 'multiclass', metric: 'macro-f1' } as const,
      { modality, task: 'binary', metric: 'auc' } as const,
    ]),
  ]
  for (let ordinal = 0; ordinal < 500; ordinal++) {
    const dna = makeDna({ ...seeds[ordinal % seeds.length], family: 'none' })
    const situation = { runSeed: ordinal % 7, ordinal, secret: 'ab'.repeat(16), reasons: [] }
    const likeness = LIKENESSES[ordinal % LIKENESSES.length] ?? 'varied'
    const plan = strategise(dna, catalogue, DOMAINS, { likeness, ...situation })
    const domain = DOMAINS.find(({ id }) => id === plan.domain.id)
    if (domain === undefined) throw new Error('a plan without a world')
    for (const bound of plan.mechanisms) {
      if (catalogue.mechanisms.find(({ id }) => id === bound.id)?.caused === undefined) continue
      const where = `${domain.id}: ${bound.id} ${JSON.stringify(bound.columns)}`
      const cause = causeOf(bound, plan.task, domain)
      expect(cause, where).toBeDefined()
      expect(bound.reads, where).toEqual(readsOf(bound, plan.task, domain))
      seen.add(bound.id)
    }
  }
  expect(seen.size).toBe(catalogue.mechanisms.filter(({ caused }) => caused).length)
})

/** Cells of a written table by column; empty ones are left out. */
function cellsOf(file: Uint8Array | undefined): Map<string, string[]> {
  const [header = '', ...lines] = decodeText(file ?? new Uint8Array())
    .trimEnd()
    .split('\n')
  const rows = lines.map((line) => line.split(','))
  return new Map(
    header
      .split(',')
      .map((name, at) => [name, rows.map((row) => row[at] ?? '').filter((cell) => cell !== '')] as const),
  )
}

test('what is generated stays inside physical limits, and things are counted in whole numbers', async () => {
  const tables = catalogue.mechanisms.filter(({ modality }) => !isMedia(modality))
  for (const [at, domain] of DOMAINS.entries()) {
    const played = tables.filter((meta) => canPlay([meta], domain))
    const meta = played[at % played.length]
    if (meta === undefined) throw new Error(`${domain.id} has no mechanism`)
    const plan = planIn(domain, meta, meta.tasks.indexOf('regression'))
    const built = await develop({ sandbox }, { ...plan, rows: { train: 60, test: 300, feedback: 100 } })
    if (built.kind === 'refused') throw new Error(`${domain.id} ${meta.id}: ${built.message}`)
    const { name, unit, meaning } = domain.targets.regression
    const target = plan.task === 'regression' ? [{ name, unit, meaning }] : []
    const train = cellsOf(built.files['agent/train.csv'])
    for (const number of [...numbersOf(domain), ...target]) {
      const cells = train.get(number.name) ?? []
      const [least, most] = physicalLimits(number)
      const strange = cells.filter((cell) => !(Number(cell) >= least && Number(cell) <= most))
      expect(strange, `${domain.id} ${number.name}`).toEqual([])
      if (isWhole(number)) expect(cells.filter((cell) => !Number.isInteger(Number(cell)))).toEqual([])
    }
  }
}, 600_000)
