import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { livePid, logFile, startProcess, stopProcess } from '#scripts/setup/processes.mjs'

const home = mkdtempSync(join(tmpdir(), 'sandmle-processes-'))
afterAll(async () => {
  await stopProcess(home, 'child')
  rmSync(home, { recursive: true, force: true })
})

const CHILD =
  "require('child_process').spawn('sleep', ['300']).on('spawn', function () { console.log(this.pid) }); setInterval(() => {}, 1000)"

test('one process a name; stopping ends its children too', async () => {
  expect(startProcess(home, 'child', ['-e', CHILD], process.env)).toBe(true)
  expect(startProcess(home, 'child', ['-e', CHILD], process.env)).toBe(false)
  const log = () =>
    existsSync(logFile(home, 'child')) ? readFileSync(logFile(home, 'child'), 'utf8').trim() : ''
  await expect.poll(log).toMatch(/^\d+$/)
  const grandchild = Number(log())
  expect(await stopProcess(home, 'child')).toBe(true)
  expect(livePid(home, 'child')).toBeNull()
  await expect.poll(() => isAlive(grandchild)).toBe(false)
  expect(await stopProcess(home, 'child')).toBe(false)
})

test('a pid that now belongs to another program is not ours', () => {
  writeFileSync(join(home, 'run/child.pid'), JSON.stringify({ pid: process.pid, start: 'long ago' }))
  expect(livePid(home, 'child')).toBeNull()
})

// An orphan that nobody reaps stays as a zombie: that is dead too.
function isAlive(pid: number): boolean {
  const stat = `/proc/${pid}/stat`
  return existsSync(stat) && !/^\d+ \(.*\) Z/s.test(readFileSync(stat, 'utf8'))
}
