import type { SandboxJob } from '#lib/domain/ports/sandbox.ts'
import { Slots } from '#lib/domain/slots.ts'
import { BLAMED, breaches, type Hostile, hostileJob, runsHere } from '#lib/sandbox/hostile.fixture.ts'
import { CLONE_WORDS } from '#lib/sandbox/hostile-clone.fixture.ts'
import { NUMBERS } from '#lib/sandbox/hostile-kernel.fixture.ts'
import { HOARDERS } from '#lib/sandbox/hostile-memory.fixture.ts'
import { SUPERVISOR } from '#lib/sandbox/hostile-supervisor.fixture.ts'
import { PROCESS_TREE } from '#lib/sandbox/hostile-tree.fixture.ts'
import { OBJECT_PAIRS } from '#lib/sandbox/neighbour-objects.fixture.ts'
import { SOCKET_PAIRS } from '#lib/sandbox/neighbour-sockets.fixture.ts'
import { LATE, MEETING_MS, type Pair, pairJobs } from '#lib/sandbox/neighbours.fixture.ts'
import { openSandbox } from '#lib/sandbox/open-sandbox.ts'
import type { OpenedSandbox } from '#lib/sandbox/opened-sandbox.ts'

/**
 * Opens a sandbox as whoever runs this, without the kernel's budgets, runs what means harm and prints what was not
 * held as JSON. Weaker walls refuse more, so any status that blames the program will do. `budgets` leaves out what no
 * budget is about: numbers of system calls, and what two cells share.
 */
const [pythonDir = '', interpreter = '', homeDir = '', prefer = 'warm', scope = 'all'] = process.argv.slice(2)
const backend = prefer === 'cold' ? 'cold' : 'warm'
const AT_ONCE = 10
const ATTEMPTS = 4
const held = { statuses: BLAMED }
const sandbox: OpenedSandbox = await openSandbox({
  pythonDir,
  interpreter,
  homeDir,
  pool: AT_ONCE * 2,
  prefer: backend,
  budgets: false,
})

async function attack(one: Hostile): Promise<string[]> {
  return breaches(held, await sandbox.run(hostileJob(one)))
}

async function meet(pair: Pair): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    const jobs: SandboxJob[] = pairJobs(pair, 'token', Date.now() + MEETING_MS[backend] * attempt)
    const results = await Promise.all(jobs.map((job) => sandbox.run(job)))
    const isLate = results.some(({ stdout }) => LATE.test(stdout))
    if (isLate && attempt === ATTEMPTS) return ['the two never met']
    if (!isLate) return results.flatMap((result) => breaches(held, result))
  }
}

const slots = new Slots(AT_ONCE)
const ofBudgets = [...CLONE_WORDS, ...PROCESS_TREE, ...SUPERVISOR, ...HOARDERS]
/** Each attack is tried once for each kind of weaker walls: those that mean both kinds of cells take turns. */
const isTurn = (one: Hostile, place: number): boolean =>
  runsHere(backend)(one) &&
  (!runsHere(backend === 'cold' ? 'warm' : 'cold')(one) || (place % 2 === 0) === (backend === 'warm'))
const alone = (scope === 'budgets' ? ofBudgets : [...ofBudgets, ...NUMBERS]).filter(isTurn)
const pairs = (scope === 'budgets' ? [] : [...SOCKET_PAIRS, ...OBJECT_PAIRS]).filter(runsHere(backend))
const judged = await Promise.all([
  ...alone.map(async (one) => [one.name, await slots.with(() => attack(one))] as const),
  ...pairs.map(async (pair) => [pair.name, await slots.with(() => meet(pair))] as const),
])
const honest = await sandbox.run({
  id: 'honest',
  role: 'solve',
  program: { kind: 'file', path: 'main.py' },
  files: { 'main.py': Buffer.from('print(6 * 7)') },
  collect: [],
})
const { capabilities } = sandbox
console.log(
  JSON.stringify({
    uid: process.getuid?.(),
    weaker: capabilities.kind === 'available' ? capabilities.weaker.map(({ layer }) => layer) : capabilities,
    tried: alone.map(({ name }) => name),
    pairs: pairs.length,
    open: Object.fromEntries(judged.filter(([, found]) => found.length > 0)),
    honest: honest.stdout,
    health: sandbox.health(),
  }),
)
await sandbox.close()
