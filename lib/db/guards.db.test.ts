import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '#lib/db/test-database.ts'
import { CLOSED_LISTS } from '#lib/db/words.ts'

/** `table.column` of every closed list with its words, as the domain has them. */
const DECLARED = Object.fromEntries(
  CLOSED_LISTS.map(({ table, column, words }) => [`${table}.${column}`, [...words].sort()]),
)

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.drop())

async function insertVersion() {
  const hash = randomUUID()
  const environment = await database.db.environment.create({ data: { slug: `e-${hash}`, title: 'E' } })
  const words = {
    title: 'E',
    domain: 'd',
    modality: 'tabular',
    taskType: 'binary',
    metric: 'auc',
    direction: 'maximize',
  } as const
  const hashes = { contentHash: hash, runtimeHash: 'r', engineVersion: 'v', specSha256: 's' }
  return database.db.version.create({
    data: {
      environmentId: environment.id,
      number: 1,
      authorId: 'a',
      editorId: 'a',
      task: {},
      manifest: {},
      ...words,
      ...hashes,
    },
  })
}

describe('closed lists', () => {
  test('the words of the domain are the CHECK constraints, and there is no other list', async () => {
    const { rows } = await database.pool.query<{ column: string; definition: string }>(`
      select relname || '.' || attname as column, pg_get_constraintdef(c.oid) as definition
      from pg_constraint c join pg_class on pg_class.oid = conrelid
      join pg_attribute on attrelid = conrelid and attnum = conkey[1]
      where contype = 'c' and cardinality(conkey) = 1 and pg_get_constraintdef(c.oid) like '%ARRAY[%'`)
    const found = rows.map(({ column, definition }) => [
      column,
      [...definition.matchAll(/'([^']+)'/g)].map(([, word]) => word).sort(),
    ])
    expect(Object.fromEntries(found)).toEqual(DECLARED)
  })

  test('every status column has a CHECK constraint', async () => {
    const { rows } = await database.pool.query<{ table: string }>(`
      select table_name as table from information_schema.columns c
      where table_schema = 'public' and column_name = 'status' and not exists (
        select 1 from pg_constraint where contype = 'c' and conrelid = quote_ident(c.table_name)::regclass
        and pg_get_constraintdef(oid) like '%status%')`)
    expect(rows).toEqual([])
  })

  test('an unknown status is refused', async () => {
    const { id } = await database.db.run.create({
      data: { name: 'r', request: {}, idempotencyKey: randomUUID(), createdBy: 'a' },
    })
    const sleep = database.pool.query("update run set status = 'sleeping' where id = $1", [id])
    await expect(sleep).rejects.toThrow(/run_status/)
  })
})

const RESULTS_RECORD = [
  'advisory',
  'rollout',
  'feedback_rollout',
  'benchmark_report',
  'benchmark_result',
  'adjudication',
]

describe('the record, as the application', () => {
  const RECORD = [
    'audit',
    'approval',
    'review',
    'withdrawal',
    'event',
    'blob',
    'version',
    'artefact_edit',
    'model_finding',
    'finding_judgement',
    ...RESULTS_RECORD,
  ]

  test.each(RECORD)('%s cannot be deleted or emptied', async (table) => {
    await expect(database.pool.query(`delete from ${table}`)).rejects.toThrow(/permission denied/)
    await expect(database.pool.query(`truncate ${table} cascade`)).rejects.toThrow(/permission denied/)
  })

  test.each(RECORD.filter((table) => table !== 'version'))('%s cannot be updated', async (table) => {
    await expect(database.pool.query(`update ${table} set "createdAt" = now()`)).rejects.toThrow(
      /permission denied|does not exist/,
    )
    const { rows } = await database.pool.query("select has_table_privilege($1, 'UPDATE') as may", [table])
    expect(rows[0].may).toBe(false)
  })

  test('a version moves its status and nothing else', async () => {
    const { id } = await insertVersion()
    const moved = await database.db.version.updateMany({ where: { id }, data: { status: 'verifying' } })
    expect(moved.count).toBe(1)
    await expect(database.db.version.updateMany({ where: { id }, data: { title: 'other' } })).rejects.toThrow(
      /permission denied/i,
    )
  })
})

describe('the record, even as the owner', () => {
  let owner: pg.Client
  beforeAll(async () => {
    owner = new pg.Client({ connectionString: database.ownerUrl })
    await owner.connect()
  })
  afterAll(() => owner.end())

  test('triggers keep a blob and the content of a version', async () => {
    await database.db.blob.create({ data: { sha256: 'x', bytes: 1n } })
    await expect(owner.query('update blob set bytes = 2')).rejects.toThrow(/append-only/)
    await expect(owner.query('delete from blob')).rejects.toThrow(/append-only/)
    await expect(owner.query('truncate blob')).rejects.toThrow(/append-only/)
    const { id } = await insertVersion()
    await expect(owner.query("update version set title = 'other' where id = $1", [id])).rejects.toThrow(
      /never changes/,
    )
    await expect(owner.query('delete from version where id = $1', [id])).rejects.toThrow(/append-only/)
  })
})

test('one open owner invitation at a time', async () => {
  const words = { kind: 'owner', role: 'owner' } as const
  const invite = () => ({ tokenHash: randomUUID(), ...words, expiresAt: new Date() })
  await database.db.invite.create({ data: invite() })
  await expect(database.db.invite.create({ data: invite() })).rejects.toThrow(/Unique constraint failed/)
})
