import { readFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { attacksOf } from '#bench/stranger-attacks.ts'

/**
 * How long a signed-in page takes while a stranger sends 200 requests a second of the worst kinds, over loopback, to a
 * studio that runs (`npm run up`; its address and token are read from local.json of SANDMLE_HOME). Prints one line of
 * JSON: milliseconds of `/runs` and processor time of the web server, and counts of the stranger's
 * answers, by kind, eight seconds each. `node bench/strangers.ts [kind ...]`.
 */
const SECONDS = 8
const PAUSE_MS = 200
const PATIENCE_MS = 30_000
const Local = z.object({ url: z.url(), token: z.string() })
const Invite = z.object({ token: z.string() })
const Me = z.object({ userId: z.string() })

const home = process.env.SANDMLE_HOME ?? '.sandmle'
const { url, token } = Local.parse(JSON.parse(readFileSync(join(home, 'local.json'), 'utf8')))

async function post(path: string, body: object, headers: Record<string, string>, method = 'POST') {
  const answer = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return answer
}

const asOwner = { authorization: `Bearer ${token}` }

/** A viewer of its own, by an invitation; its cookies. */
async function signIn(): Promise<{ cookie: string; userId: string }> {
  const made = await post('/api/v1/people/invites', { role: 'viewer' }, asOwner)
  const invite = Invite.parse(await made.json())
  const person = {
    name: 'Load test',
    email: `load-${Date.now()}@example.org`,
    password: 'load test, one run',
  }
  const redeemed = await post('/api/v1/redeem/invite', { token: invite.token, ...person }, { origin: url })
  const cookie = redeemed.headers.getSetCookie().map((line) => line.split(';')[0])
  return { cookie: cookie.join('; '), userId: Me.parse(await redeemed.json()).userId }
}

async function pageMs(cookie: string): Promise<number> {
  const started = performance.now()
  const init = { headers: { cookie }, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) } as const
  const came = await fetch(`${url}/runs`, init)
    .then(async (answer) => (await answer.text()) !== '' && answer.status === 200)
    .catch(() => false)
  // A page that did not come took as long as anybody waits.
  return Math.max(came ? 0 : PATIENCE_MS, performance.now() - started)
}

async function pagesWhile(cookie: string, until: () => boolean) {
  const times: number[] = []
  while (!until()) {
    times.push(await pageMs(cookie))
    await sleep(PAUSE_MS)
  }
  const sorted = times.sort((a, b) => a - b)
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  return { pages: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) }
}

const Pid = z.object({ pid: z.int() })
/** Seconds of processor time that the web server has used; 100 ticks a second, as everywhere on Linux. */
function webCpuS(): number {
  const { pid } = Pid.parse(JSON.parse(readFileSync(join(home, 'run/web.pid'), 'utf8')))
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function under(kind: string, cookie: string) {
  const before = webCpuS()
  const worker = new Worker(new URL('./stranger-flood.ts', import.meta.url), {
    workerData: { origin: url, kind, seconds: SECONDS },
  })
  const flood = { answers: null as unknown }
  worker.once('message', (answers: unknown) => {
    flood.answers = answers
  })
  const ended = Promise.withResolvers<void>()
  worker.once('exit', () => ended.resolve())
  const ms = await pagesWhile(cookie, () => flood.answers !== null)
  await ended.promise
  return { ms, webCpuS: Number((webCpuS() - before).toFixed(2)), stranger: flood.answers }
}

const { cookie, userId } = await signIn()
for (let warm = 0; warm < 5; warm++) await pageMs(cookie)
const kinds = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(attacksOf(url))
const before = loadavg()
const quietUntil = performance.now() + (SECONDS * 1000) / 2
const results: Record<string, unknown> = {
  quiet: { ms: await pagesWhile(cookie, () => performance.now() > quietUntil) },
}
for (const kind of kinds) {
  results[kind] = await under(kind, cookie)
  await sleep(2000)
}
await post('/api/v1/people', { userId, role: 'viewer', disabled: true }, asOwner, 'PATCH')
process.stdout.write(
  `${JSON.stringify({ cores: cpus().length, load: { before, after: loadavg() }, ...results })}\n`,
)
