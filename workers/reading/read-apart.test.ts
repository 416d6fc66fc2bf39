import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { log } from '#lib/log.ts'
import { rawZip } from '#lib/packs/raw-zip.fixture.ts'
import { openBlobStore } from '#lib/storage/open-blob-store.ts'
import { readLogsApart } from '#workers/reading/read-logs-apart.ts'
import { READING_LIMITS, type ReadingLimits } from '#workers/reading/reading-limits.ts'

let dir = ''
let blobs: ReturnType<typeof openBlobStore>
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'apart-'))
  blobs = openBlobStore(dir)
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const GOOD = '{"step":1,"loss":2}\n{"step":2,"loss":1}\n'
const HUNGRY = `[${'{"step":1,"a":[1,2,3]},'.repeat(1_200_000)}{}]`

async function readLogs(
  files: Record<string, string>,
  limits: Partial<ReadingLimits>,
  stopping = new AbortController().signal,
) {
  const content = rawZip(Object.entries(files).map(([name, text]) => ({ name, content: text, method: 0 })))
  const { sha256 } = await blobs.put(content)
  const deps = { blobs, log, stopping, readingLimits: { ...READING_LIMITS, ...limits } }
  const [runs, refused]: [string[], string[]] = [[], []]
  const options = { filename: 'a.zip', name: null, uploadName: 'a', x: null }
  for await (const part of readLogsApart(deps, sha256, options)) {
    for await (const run of part.runs) runs.push(run.name)
    refused.push(...part.refused.map(({ file, message, next }) => `${file}: ${message} ${next}`))
  }
  return { runs, refused }
}

/** Readers that this process has started and that live. */
const readers = (): number[] => {
  try {
    const out = execFileSync('pgrep', ['-P', String(process.pid), '-f', 'reading/reader.ts'], {
      encoding: 'utf8',
    })
    return out.trim().split('\n').map(Number)
  } catch {
    return []
  }
}
async function firstReader(): Promise<number> {
  for (;;) {
    const [pid] = readers()
    if (pid !== undefined) return pid
    await sleep(20)
  }
}

test('a part that needs too much memory is named; what stands before and behind it is read', {
  timeout: 180_000,
}, async () => {
  const files = { 'a/log.jsonl': GOOD, 'b/log.json': HUNGRY, 'c/log.jsonl': GOOD }
  const { runs, refused } = await readLogs(files, { heapMiB: 64 })
  expect(runs).toEqual(['a', 'c'])
  expect(refused).toEqual([
    expect.stringMatching(/^b\/log\.json: .*needs more than \d+ MiB of memory.*Split it/),
  ])
})

test('buffers count as well as objects', { timeout: 180_000 }, async () => {
  const files = { 'a/log.jsonl': GOOD, 'b/log.jsonl': `${'x'.repeat(200 * 2 ** 20)}\n` }
  const { runs } = await readLogs(files, { memoryMiB: 1024 })
  expect(runs).toEqual(['a'])
  // No limit of the heap: the kernel's own ends it.
  const hungry = await readLogs({ 'b/log.json': HUNGRY }, { memoryMiB: 150, heapMiB: 8000 })
  expect(hungry.refused).toEqual([expect.stringMatching(/needs more than 150 MiB of memory/)])
})

test('a reader that does not answer is ended, and the upload says so', { timeout: 120_000 }, async () => {
  const reading = readLogs({ 'a/log.jsonl': GOOD }, { stepMs: 3000 })
  const outcome = reading.then(
    () => 'read',
    (error: Error) => error.message,
  )
  process.kill(await firstReader(), 'SIGSTOP')
  expect(await outcome).toMatch(/takes more than 3 seconds to read.*Split it/)
  await expect.poll(readers, { timeout: 30_000 }).toEqual([])
})

test('a worker that stops leaves no reader behind', { timeout: 120_000 }, async () => {
  const stop = new AbortController()
  const reading = readLogs({ 'b/log.json': HUNGRY }, {}, stop.signal).catch((error: Error) => error.name)
  await firstReader()
  stop.abort()
  expect(await reading).toBe('AbortError')
  await expect.poll(readers, { timeout: 30_000 }).toEqual([])
})
