import { describe, expect, test } from 'vitest'
import { AT, runDetail, runView, uuid } from '#cli/wire.fixture.ts'
import { commandWorld } from '#cli/world.fixture.ts'
import type { ConnectionView } from '#lib/contracts/connections.ts'

const world = commandWorld()
const { answers, run } = world
const sent = (at = 0) => world.sentJson('POST', at)

const view = (over: Partial<ConnectionView> = {}): ConnectionView => ({
  id: uuid(3),
  slug: 'lab',
  name: 'lab',
  status: 'ok',
  kind: 'openai-compatible',
  baseUrl: 'http://127.0.0.1:8000/v1',
  keyHint: '7890',
  structuredOutput: 'none',
  allowPrivate: true,
  prices: { 'qwen/3': { inputMicroUsd: 0, outputMicroUsd: 0 } },
  capMicroUsd: 2_500_000,
  spentMicroUsd: 1500,
  reservedMicroUsd: 0,
  models: ['qwen/3'],
  checkMessage: 'One model is offered.',
  checkedAt: AT,
  createdByName: 'Ada',
  createdAt: AT,
  ...over,
})
const listed = (connections: ConnectionView[]) => () => ({
  json: { connections, can: { manage: { allowed: true } } },
})

describe('connections', () => {
  test('list is flat rows, with amounts in dollars', async () => {
    answers['GET connections'] = listed([view()])
    const [row] = JSON.parse((await run('connections', 'list', '--json')).out)
    expect(row).toMatchObject({ slug: 'lab', status: 'ok', capUsd: '2.50', spentUsd: '0.0015', key: '…7890' })
    expect(Object.values(row).some((value) => typeof value === 'object' && value !== null)).toBe(false)
  })

  test('add takes the key from a variable and prices in dollars for a million tokens', async () => {
    answers['POST connections'] = () => ({ status: 201, json: view() })
    const options = ['--kind', 'openai-compatible', '--url', 'http://127.0.0.1:8000/v1', '--allow-private']
    const more = ['--key-env', 'MY_KEY', '--price', 'qwen/3=0/0,big=3/15.5', '--cap', '2.5']
    const { code, out, err } = await run('connections', 'add', 'lab', ...options, ...more)
    expect(code).toBe(0)
    expect(out + err).not.toContain('sk-secret')
    expect(sent()).toEqual({
      name: 'lab',
      kind: 'openai-compatible',
      baseUrl: 'http://127.0.0.1:8000/v1',
      apiKey: 'sk-secret-1234567890',
      structuredOutput: 'none',
      allowPrivate: true,
      capMicroUsd: 2_500_000,
      prices: {
        'qwen/3': { inputMicroUsd: 0, outputMicroUsd: 0 },
        big: { inputMicroUsd: 3_000_000, outputMicroUsd: 15_500_000 },
      },
    })
  })

  test.each([
    [['--key-env', 'NOBODY'], 'NOBODY is not set'],
    [['--price', 'big=3'], 'MODEL=INPUT/OUTPUT'],
    [['--cap', '-1'], '--cap'],
  ])('add refuses %j before anything is sent', async (wrong, message) => {
    const { code, err } = await run(
      'connections',
      'add',
      'x',
      '--kind',
      'anthropic',
      '--url',
      'https://a.test',
      ...wrong,
    )
    expect(code).toBe(2)
    expect(err).toContain(message)
    expect(world.received).toEqual([])
  })

  test('check waits for the worker; a failed one is a finding', async () => {
    let asked = 0
    answers['GET connections'] = () =>
      listed([view(asked++ < 2 ? { status: 'checking' } : { status: 'failed', checkMessage: 'No route.' })])()
    answers[`POST connections/${uuid(3)}/check`] = () => ({ status: 202, json: view({ status: 'checking' }) })
    const { code, out } = await run('connections', 'check', 'lab')
    expect(code).toBe(1)
    expect(out).toContain('failed: No route.')
  })

  test('disable names what stays; an unknown name is told', async () => {
    answers['GET connections'] = listed([view()])
    answers[`DELETE connections/${uuid(3)}`] = () => ({ json: view({ status: 'disabled' }) })
    expect((await run('connections', 'disable', 'lab')).out).toContain('disabled')
    const { code, err } = await run('connections', 'disable', 'other')
    expect(code).toBe(2)
    expect(err).toContain('known: lab')
  })
})

describe('generate', () => {
  test('--model names connections, and models with slashes', async () => {
    answers['GET connections'] = listed([view()])
    answers['POST runs'] = () => ({ status: 201, json: runView({ status: 'queued' }) })
    answers[`GET runs/${uuid(7)}`] = () => ({ json: runDetail({ status: 'queued' }) })
    const players = 'data-strategist=lab/qwen/3, technical-writer=lab/small'
    const { code, out } = await run(
      'generate',
      '--candidates',
      '2',
      '--model',
      players,
      '--cap',
      '1.5',
      '--json',
    )
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ spentUsd: '0.00', capUsd: null, exchanges: 0 })
    expect(sent()).toMatchObject({
      capMicroUsd: 1_500_000,
      players: {
        'data-strategist': { kind: 'model', connectionId: uuid(3), model: 'qwen/3' },
        'technical-writer': { kind: 'model', connectionId: uuid(3), model: 'small' },
      },
    })
  })

  test.each([
    [['--model', 'data-strategist=lab/m'], 'needs a cap'],
    [['--model', 'poet=lab/m', '--cap', '1'], 'ROLE=CONNECTION/MODEL'],
    [['--model', 'ml-developer=lab/a,ml-developer=lab/b', '--cap', '1'], 'named twice'],
  ])('%j is a usage failure', async (wrong, message) => {
    const { code, err } = await run('generate', '--candidates', '1', ...wrong)
    expect(code).toBe(2)
    expect(err).toContain(message)
    expect(world.received).toEqual([])
  })
})
