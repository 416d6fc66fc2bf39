import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PACK_LAYOUTS } from '#lib/contracts/packs.ts'
import { openTestDatabase, type TestDatabase } from '#lib/db/test-database.ts'
import { CONTRACT_KINDS } from '#lib/domain/artefacts/task.ts'
import {
  CERTIFICATION_STATUSES,
  CERTIFICATION_VERDICTS,
  CERTIFIED_STATUSES,
} from '#lib/domain/certification.ts'
import { CONNECTION_CHECKS, EXCHANGE_STATUSES } from '#lib/domain/exchange.ts'
import { PARTS } from '#lib/domain/feedback.ts'
import { GATE_VERDICTS } from '#lib/domain/gates.ts'
import { JUDGEMENTS, MODEL_REVIEW_STATUSES } from '#lib/domain/model-review.ts'
import { NOTICE_KINDS } from '#lib/domain/notice.ts'
import { PROVIDER_KINDS, STRUCTURED_OUTPUTS } from '#lib/domain/ports/language-model.ts'
import { SANDBOX_STATUSES } from '#lib/domain/ports/sandbox.ts'
import { ADJUDICATIONS, BENCHMARKS, FEEDBACK_KINDS, METHODS } from '#lib/domain/results.ts'
import { REVIEW_CRITERIA } from '#lib/domain/review-policy.ts'
import { REVISION_STATUSES } from '#lib/domain/revision.ts'
import { CANDIDATE_PHASES, CANDIDATE_STATUSES, RUN_STATUSES } from '#lib/domain/run.ts'
import {
  IMPORT_STATUSES,
  IMPORT_TARGETS,
  MODEL_STATUSES,
  REWARD_TABLES,
  ROLLOUT_OUTCOMES,
  ROLLOUT_SPLITS,
  SAVED_VIEW_PAGES,
  SMOKE_CONTROLS,
  SMOKE_REWARDS,
  SMOKE_STATUSES,
  TRAINING_SOURCES,
  TRAINING_STATUSES,
} from '#lib/domain/training.ts'
import { ADVISORY_SEVERITIES, PACK_STATUSES, VERSION_STATUSES } from '#lib/domain/version.ts'
import {
  CERTIFICATE_KINDS,
  DIRECTIONS,
  MODALITIES,
  ROLES,
  SEATS,
  TASK_TYPES,
  TIERS,
  TOKEN_SCOPES,
  USER_ROLES,
} from '#lib/domain/vocabulary.ts'

const LISTS: Record<string, readonly string[]> = {
  run_status: RUN_STATUSES,
  candidate_status: CANDIDATE_STATUSES,
  candidate_phase: CANDIDATE_PHASES,
  step_role: ROLES,
  artefact_edit_role: ROLES,
  artefact_check_role: ROLES,
  exchange_role: SEATS,
  model_review_status: MODEL_REVIEW_STATUSES,
  model_finding_criterion: REVIEW_CRITERIA,
  finding_judgement_verdict: JUDGEMENTS,
  exchange_status: EXCHANGE_STATUSES,
  connection_kind: PROVIDER_KINDS,
  connection_structured_output: STRUCTURED_OUTPUTS,
  connection_check: CONNECTION_CHECKS,
  version_status: VERSION_STATUSES,
  version_modality: MODALITIES,
  version_task_type: TASK_TYPES,
  version_direction: DIRECTIONS,
  logged_model_status: MODEL_STATUSES,
  seed_modality: MODALITIES,
  seed_direction: DIRECTIONS,
  pack_status: PACK_STATUSES,
  pack_layout: PACK_LAYOUTS,
  gate_result_verdict: GATE_VERDICTS,
  gate_result_kind: CERTIFICATE_KINDS,
  certification_kind: CERTIFICATE_KINDS,
  certification_status: CERTIFICATION_STATUSES,
  certification_verdict: CERTIFICATION_VERDICTS,
  certification_held_status: CERTIFIED_STATUSES,
  trial_tier: TIERS,
  trial_outcome: SANDBOX_STATUSES,
  trial_contract: CONTRACT_KINDS,
  trial_part: PARTS,
  user_role: USER_ROLES,
  invite_role: USER_ROLES,
  api_token_scope: TOKEN_SCOPES,
  notice_kind: NOTICE_KINDS,
  revision_status: REVISION_STATUSES,
  advisory_severity: ADVISORY_SEVERITIES,
  training_run_source: TRAINING_SOURCES,
  training_run_status: TRAINING_STATUSES,
  training_run_reward_table: REWARD_TABLES,
  rollout_split: ROLLOUT_SPLITS,
  rollout_outcome: ROLLOUT_OUTCOMES,
  rollout_tier: TIERS,
  smoke_run_reward: SMOKE_REWARDS,
  smoke_run_control: SMOKE_CONTROLS,
  smoke_run_status: SMOKE_STATUSES,
  import_upload_target: IMPORT_TARGETS,
  import_upload_status: IMPORT_STATUSES,
  saved_view_page: SAVED_VIEW_PAGES,
  benchmark_system_benchmark: BENCHMARKS,
  benchmark_system_method: METHODS,
  benchmark_system_feedback: FEEDBACK_KINDS,
  benchmark_result_tier: TIERS,
  adjudication_decision: ADJUDICATIONS,
}

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
  }
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
  test('every list of the domain equals its CHECK constraint', async () => {
    const { rows } = await database.pool.query<{ name: string; definition: string }>(
      "select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint where contype = 'c'",
    )
    const found = new Map(
      rows.map((row) => [row.name, [...row.definition.matchAll(/'([^']+)'/g)].map((m) => m[1])]),
    )
    for (const [name, words] of Object.entries(LISTS))
      expect(found.get(name)?.sort(), name).toEqual([...words].sort())
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
    const run = { name: 'r', status: 'sleeping', request: {}, idempotencyKey: randomUUID(), createdBy: 'a' }
    await expect(database.db.run.create({ data: run })).rejects.toThrow(/run_status/)
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
  const invite = () => ({ tokenHash: randomUUID(), kind: 'owner', role: 'owner', expiresAt: new Date() })
  await database.db.invite.create({ data: invite() })
  await expect(database.db.invite.create({ data: invite() })).rejects.toThrow()
})
