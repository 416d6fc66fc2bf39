import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, it } from 'vitest'

const command = new URL('../../../scripts/scripted-provider.mjs', import.meta.url).pathname
const fixtures = new URL('./fixtures', import.meta.url).pathname
const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

function start(...args: string[]) {
  const child = spawn(process.execPath, [command, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  started.push(child)
  return child
}

describe('npm run scripted-provider', () => {
  it('prints its address, serves there and ends with the signal', async () => {
    const child = start('--cassettes', fixtures)
    const ended = once(child, 'exit')
    const [line]: string[] = await once(createInterface(child.stdout), 'line')
    const url = line?.replace('scripted provider: ', '')
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/)
    expect(await (await fetch(`${url}/models`)).json()).toMatchObject({
      data: [{ id: 'album' }, { id: 'late-writer' }, { id: 'tiny-churn' }],
    })
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })

  it.each([
    [[], '--cassettes is missing'],
    [['--cassettes', '/nowhere/at/all'], 'There is no folder /nowhere/at/all'],
    [['--cassettes', fixtures, '--port', '99999'], '--port is a number up to 65535, not 99999'],
    [['--cassettes', fixtures, '--prot', '1'], "Unknown option '--prot'"],
  ])('refuses %j', async (args, message) => {
    const child = start(...args)
    const ended = once(child, 'exit')
    let said = ''
    for await (const piece of child.stderr) said += piece
    expect(said).toContain(message)
    expect(await ended).toEqual([2, null])
  })
})
