import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { costMicroUsd } from '#lib/domain/model-cost.ts'
import { LogLine } from '#lib/llm/scripted-provider/request-log.ts'
import { ledgerOf } from '#lib/services/exchanges/ledgers-of.ts'
import { type ModelWorld, openModelWorld, PRICE } from '#workers/models/model-world.fixture.ts'

const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const WORKER = pathOf('asking-worker.fixture.ts')
const PROVIDER = pathOf('../../scripts/scripted-provider.mjs')
const CASSETTES = pathOf('../../lib/llm/scripted-provider/fixtures')
const MODEL = 'tiny-churn+500x3.slow'
const CAP = 2_000_000
const CANDIDATES = 6
const KILLS = 5

let world: ModelWorld
let dir = ''
const children = new Set<ChildProcess>()
beforeAll(async () => {
  world = await openModelWorld()
  dir = await mkdtemp(join(tmpdir(), 'ledger-'))
})
afterAll(async () => {
  await Promise.all([...children].map(kill))
  await world.close()
  await rm(dir, { recursive: true, force: true })
})

function start(args: readonly string[], stdout: 'pipe' | 'ignore'): ChildProcess {
  const child = spawn(process.execPath, args, { stdio: ['ignore', stdout, 'ignore'] })
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}
async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** A provider in a process of its own, on the port that it had before. */
async function startProvider(port: number): Promise<{ child: ChildProcess; port: number }> {
  const log = join(dir, 'provider.jsonl')
  const options = ['--port', String(port), '--cassettes', CASSETTES, '--log', log, '--slow-ms', '4']
  const child = start([PROVIDER, ...options], 'pipe')
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer]
  return { child, port: Number(/:(\d+)\/v1/.exec(String(line))?.[1]) }
}
function startWorker(name: string, runId: string): ChildProcess {
  const input = { databaseUrl: world.database.appUrl, home: world.home, runId, workerId: name }
  return start([WORKER, JSON.stringify(input)], 'ignore')
}
async function logLines(): Promise<LogLine[]> {
  const text = await readFile(join(dir, 'provider.jsonl'), 'utf8')
  const lines = text.split('\n').filter((line) => line.endsWith('}'))
  return lines.map((line) => LogLine.parse(JSON.parse(line)))
}

/** What the reconciler does to the candidates of a dead worker once their lease is over. */
const requeueOf = (workerId: string) =>
  world.db.candidate.updateMany({
    where: { workerId, status: 'running' },
    data: { status: 'queued', leaseUntil: null, workerId: null },
  })
const isOver = async (runId: string) =>
  (await world.db.candidate.count({ where: { runId, status: { in: ['queued', 'running'] } } })) === 0

test('workers and provider killed at random: nothing lost, nothing bought twice, never above the cap', async () => {
  let provider = await startProvider(0)
  const baseUrl = `http://127.0.0.1:${provider.port}/v1`
  const connectionId = await world.connection({ prices: { [MODEL]: PRICE }, baseUrl })
  const run = await world.run(world.player(connectionId, MODEL), CAP, CANDIDATES)
  const names = ['a0', 'b0']
  const workers = names.map((name) => startWorker(name, run.id))

  let next = 2
  for (let killed = 0; killed < KILLS && !(await isOver(run.id)); killed++) {
    const asked = () => world.db.exchange.count({ where: { runId: run.id } })
    const reached = async () => (await asked()) >= next || (await isOver(run.id))
    await expect.poll(reached, { timeout: 60_000, interval: 20 }).toBe(true)
    next = (await asked()) + 2 + Math.floor(Math.random() * 5)
    if (killed % 3 === 2) {
      await kill(provider.child)
      provider = await startProvider(provider.port)
      continue
    }
    const at = killed % workers.length
    const victim = workers[at]
    if (victim) await kill(victim)
    await requeueOf(names[at] ?? '')
    names[at] = `${names[at]}+`
    workers[at] = startWorker(names[at] ?? '', run.id)
  }
  await expect.poll(() => isOver(run.id), { timeout: 120_000, interval: 200 }).toBe(true)

  const candidates = await world.db.candidate.findMany({ where: { runId: run.id } })
  expect(candidates.map(({ status }) => status)).toEqual(candidates.map(() => 'verified'))
  const rows = await world.exchanges({ runId: run.id })
  expect(rows.filter(({ status }) => status === 'reserved')).toEqual([])
  const { spentMicroUsd, reservedMicroUsd } = await ledgerOf(world.db, 'runId', run.id)
  expect(reservedMicroUsd).toBe(0)
  expect(spentMicroUsd).toBeLessThanOrEqual(CAP)

  const lines = await logLines()
  const charged = lines.reduce((sum, line) => sum + costMicroUsd(line, PRICE), 0)
  expect(charged).toBeGreaterThan(0)
  expect(spentMicroUsd).toBeGreaterThanOrEqual(charged)

  const answers = new Map<string, number>()
  for (const { status, candidateId, role, repair, turn } of rows)
    if (status === 'answered') {
      const key = `${candidateId} ${role} ${repair} ${turn}`
      answers.set(key, (answers.get(key) ?? 0) + 1)
    }
  expect([...answers.values()].every((count) => count === 1)).toBe(true)
  expect(answers.size).toBe(CANDIDATES * 5)
  // Whole answers that the provider sent and the ledger does not hold as answered are held as lost or failed at their
  // reservation: a request without a row does not exist.
  const sent = lines.filter(({ status, ended }) => status === 200 && ended === 'sent').length
  const unknown = rows.filter(({ status, costMicroUsd: cost }) => status !== 'answered' && cost > 0n).length
  expect(sent).toBeLessThanOrEqual(answers.size + unknown)
  expect(rows.some(({ status }) => status === 'lost')).toBe(true)
}, 240_000)
