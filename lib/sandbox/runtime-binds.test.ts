import { expect, test } from 'vitest'
import { hostAdvice } from '#lib/sandbox/host-advice.ts'
import type { Interpreter } from '#lib/sandbox/interpreter.ts'
import { probeReport } from '#lib/sandbox/probe-report.ts'
import { runtimeBinds, runtimeLinks } from '#lib/sandbox/runtime-binds.ts'

const venv: Interpreter = {
  executable: '/root/app/.venv/bin/python',
  realExecutable: '/opt/py/bin/python3.12',
  prefixes: ['/opt/py', '/root/app/.venv'],
  venv: '/root/app/.venv',
  searchPath: ['/opt/py/lib/python3.12', '/root/app/.venv/lib/python3.12/site-packages', '/srv/extra'],
  runtime: 'python 3.12.1',
  runtimeHash: '0',
  pinned: false,
}

test('a virtual environment needs its libraries, its base and nothing else of the home', () => {
  const targets = runtimeBinds(venv).map(({ target }) => target)
  expect(targets).toContain('/opt/py/lib')
  expect(targets).toContain('/runtime/lib')
  expect(targets.filter((path) => path.includes('/root'))).toEqual([])
  expect(targets).toContain('/opt/py/bin/python3.12')
  expect(targets).toContain('/srv/extra')
  // Covered by /opt/py/lib already.
  expect(targets).not.toContain('/opt/py/lib/python3.12')
  expect(
    targets.filter((path) => ['/', '/usr', '/root', '/root/app', '/opt', '/home', '/etc'].includes(path)),
  ).toEqual([])
})

test('what must exist is not optional', () => {
  const required = runtimeBinds(venv).filter(({ optional }) => !optional)
  expect(required.map(({ target }) => target)).toEqual(['/srv/extra', '/opt/py/bin/python3.12'])
})

test('every name of the interpreter leads to it', () => {
  const links = runtimeLinks(venv, '/opt/sandbox/bin/python')
  expect(links).toContainEqual(['/opt/py/bin/python3.12', '/runtime/bin/python'])
  expect(links).toContainEqual(['/opt/sandbox/bin/python', '/usr/bin/python3'])
})

test('advice names the setting behind a complaint', () => {
  expect(hostAdvice('bwrap: setting up uid map: Permission denied')).toMatch(/bwrap-userns-restrict/)
  expect(hostAdvice('bwrap: No permissions to create new namespace')).toMatch(/seccomp/)
  expect(hostAdvice('/proc/sys/user/max_*_namespaces exceeded (ENOSPC)')).toMatch(/max_user_namespaces/)
  expect(hostAdvice("bwrap: Can't mount proc on /newroot/proc: Operation not permitted")).toMatch(/procMount/)
})

test('the report leads with the reason and the command that helps', () => {
  const probes = [{ name: 'vsock', passed: false, detail: 'allowed' }]
  const lines = probeReport({ kind: 'refused', reason: 'no isolation', fix: 'sysctl', probes })
  expect(lines).toEqual([
    { name: 'sandbox', passed: false, detail: 'no isolation', fix: 'sysctl' },
    { name: 'sandbox probe vsock', passed: false, detail: 'allowed' },
  ])
})
