import { setTimeout as sleep } from 'node:timers/promises'
import { allPages } from '#cli/all-pages.ts'
import type { Client } from '#cli/client.ts'
import type { Call, Command } from '#cli/command.ts'
import { EXIT, type ExitCode, usageFailure } from '#cli/failure.ts'
import { packOf } from '#cli/find-pack.ts'
import { choiceOption } from '#cli/input-file.ts'
import { facts, table } from '#cli/table.ts'
import {
  ROLLOUTS_A_STEP,
  SMOKE,
  type SmokeRunDetail,
  SmokeRunView,
  type SmokeStep,
  type StartSmokeInput,
} from '#lib/contracts/smoke.ts'
import { SMOKE_CONTROLS, SMOKE_REWARDS } from '#lib/domain/training.ts'

const EVERY_MS = 1000
const OPEN: readonly string[] = ['queued', 'running']

function wholeOption(call: Call, name: string, otherwise: number): number {
  const text = call.text(name)
  if (text === undefined) return otherwise
  if (!/^\d{1,6}$/.test(text)) throw usageFailure(`--${name} takes a whole number.`, text, `--${name} 3`)
  return Number(text)
}

const rate = (part: number, whole: number): string => (whole === 0 ? '–' : (part / whole).toFixed(2))

/** A step as people read it. */
function lineOf(step: SmokeStep): string {
  const { seed, rollouts, reward, valid, medals, groups, liveGroups, seconds } = step
  const parts = [
    `seed ${seed}`,
    `step ${step.step + 1}`,
    `reward ${(reward / rollouts).toFixed(3)}`,
    `valid ${rate(valid, rollouts)}`,
    `medals among valid ${rate(medals, valid)}`,
    `live groups ${liveGroups}/${groups}`,
    `${seconds.toFixed(0)} s`,
  ]
  return parts.join(' · ')
}

/** Follows a smoke test to its end and tells every step once. */
async function watch(client: Client, id: string, tell: (step: SmokeStep) => void): Promise<SmokeRunDetail> {
  const told = new Set<string>()
  for (;;) {
    const run = await client.call(SMOKE.get, { id })
    for (const { trainingRunId, steps } of run.report?.seeds ?? [])
      for (const step of steps) {
        const key = `${trainingRunId}/${step.step}`
        if (!told.has(key)) tell(step)
        told.add(key)
      }
    if (!OPEN.includes(run.status)) return run
    await sleep(EVERY_MS)
  }
}

/** Flat facts of a run and its certificate. */
function summaryOf(run: SmokeRunView & Partial<Pick<SmokeRunDetail, 'certificate'>>) {
  const { pack, ...own } = SmokeRunView.parse(run)
  const checks = (run.certificate?.checks ?? []).map((check) => [check.id, check.message] as const)
  return {
    ...own,
    pack: `${pack.slug}@${pack.version}`,
    ...(run.certificate ? { certificate: run.certificate.verdict, ...Object.fromEntries(checks) } : {}),
  }
}

async function follow(call: Call, client: Client, id: string): Promise<ExitCode> {
  const run = await watch(client, id, (step) =>
    call.json ? call.around.out(`${JSON.stringify(step)}\n`) : call.note(lineOf(step)),
  )
  const summary = summaryOf(run)
  // Lines of JSON all the way: one a step, then the run.
  if (call.json) call.around.out(`${JSON.stringify(summary)}\n`)
  else call.print(summary, () => facts(summary))
  return run.status === 'succeeded' && run.certificate?.verdict !== 'failed' ? EXIT.ok : EXIT.finding
}

async function start(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const pack = await packOf(client, call.text('pack') ?? '')
  const input: StartSmokeInput = {
    packId: pack.id,
    reward: choiceOption(call, 'reward', SMOKE_REWARDS) ?? 'dense',
    control: choiceOption(call, 'control', SMOKE_CONTROLS) ?? 'none',
    seeds: wholeOption(call, 'seeds', 3),
    rollouts: wholeOption(call, 'rollouts', 1024),
  }
  const run = await client.call(SMOKE.start, input)
  if (call.flag('watch')) return follow(call, client, run.id)
  const summary = summaryOf(run)
  call.print(summary, () => facts(summary))
  return EXIT.ok
}

async function list(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const runs = await allPages(
    (cursor) => client.call(SMOKE.list, cursor),
    ({ smokeRuns }) => smokeRuns,
  )
  const rows = runs.map((run) => summaryOf(run))
  const columns = ['id', 'pack', 'reward', 'control', 'status', 'seeds', 'done', 'medalAmongValid'] as const
  call.print(rows, () => table(rows, columns, 'No smoke test yet: sandmle train smoke --pack PACK'))
  return EXIT.ok
}

async function cancel(call: Call): Promise<ExitCode> {
  const client = await call.client()
  const run = await client.call(SMOKE.cancel, { id: call.args[0] ?? '' })
  const summary = summaryOf(run)
  call.print(summary, () => facts(summary))
  return EXIT.ok
}

/** The longer ones first: the command line takes the first one whose words fit. */
export const trainSmokeCommands: readonly Command[] = [
  {
    words: ['train', 'smoke', 'list'],
    args: [],
    options: {},
    summary: 'All smoke tests.',
    run: list,
  },
  {
    words: ['train', 'smoke', 'watch'],
    args: ['ID'],
    options: {},
    summary: 'Follows a smoke test to its end.',
    run: async (call) => follow(call, await call.client(), call.args[0] ?? ''),
  },
  {
    words: ['train', 'smoke', 'cancel'],
    args: ['ID'],
    options: {},
    summary: 'Cancels a smoke test; a running one ends within a step.',
    run: cancel,
  },
  {
    words: ['train', 'smoke'],
    args: [],
    options: {
      pack: { type: 'string', value: 'PACK', required: true },
      reward: { type: 'string', value: SMOKE_REWARDS.join('|') },
      control: { type: 'string', value: SMOKE_CONTROLS.join('|') },
      seeds: { type: 'string', value: 'N' },
      rollouts: { type: 'string', value: `MULTIPLE OF ${ROLLOUTS_A_STEP}` },
      watch: { type: 'boolean' },
    },
    summary:
      'Trains a small policy on a ready pack (id, or slug for its newest); --watch tells every step. 1 when its certificate failed.',
    run: start,
  },
]
