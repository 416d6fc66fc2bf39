import { expect, test } from 'vitest'
import { SETTLED_MS, waitAfter, watchPart } from '#scripts/setup/watched-part.mjs'

/** A part whose life is a variable; `dies` says how its starts end. */
function world(dies: 'never' | 'at once' | 'cannot start' = 'never') {
  const life = { alive: false, starts: 0, may: true, dies }
  const lines: string[] = []
  const part = {
    name: 'web',
    isAlive: () => life.alive,
    mayStart: () => life.may,
    async start() {
      life.starts += 1
      if (life.dies === 'cannot start') throw new Error('no space left on device')
      life.alive = life.dies === 'never'
    },
  }
  const watched = watchPart(part, (line: string) => void lines.push(line))
  /** Looks every half second until `untilMs`. */
  let nowMs = 0
  const pass = async (ms: number) => {
    for (const end = nowMs + ms; nowMs < end; nowMs += 500) {
      watched.look(nowMs)
      await Promise.resolve()
      await Promise.resolve()
    }
  }
  return { life, lines, watched, pass }
}

test('what died is started again within a second or two, once, and its end is named', async () => {
  const { life, watched, pass } = world()
  await pass(1000)
  expect([life.starts, watched.part.state]).toEqual([1, 'up'])
  await pass(SETTLED_MS)
  life.alive = false
  watched.heardEnd('was ended by SIGKILL')
  await pass(2000)
  expect(life.starts).toBe(2)
  await pass(5000)
  expect([life.starts, watched.part.state, watched.part.restarts]).toEqual([2, 'up', 1])
  expect(watched.part.reason).toBe('was ended by SIGKILL')
})

test('one that lives already is taken over, not started beside itself', async () => {
  const { life, watched, pass } = world()
  life.alive = true
  await pass(10_000)
  expect([life.starts, watched.part.state]).toEqual([0, 'up'])
})

test.each(['at once', 'cannot start'] as const)(
  'one that dies %s is tried with growing waits, for ever, and said to fail',
  async (dies) => {
    const { life, lines, watched, pass } = world(dies)
    await pass(60_000)
    expect(watched.part.state).toBe('failing')
    expect(life.starts).toBeGreaterThan(4)
    expect(life.starts).toBeLessThan(12)
    const before = life.starts
    await pass(120_000)
    expect(life.starts).toBeGreaterThan(before + 2)
    expect(lines.filter((line) => line.includes('started again'))).toHaveLength(life.starts)
    // It heals by itself, and is believed once it has lived for a while.
    life.dies = 'never'
    await pass(SETTLED_MS + waitAfter(99) + 2000)
    expect(watched.part.state).toBe('up')
  },
)

test('one that needs another waits for it without counting', async () => {
  const { life, watched, pass } = world()
  life.may = false
  await pass(20_000)
  expect([life.starts, watched.part.state]).toEqual([0, 'restarting'])
  life.may = true
  await pass(1000)
  expect([life.starts, watched.part.restarts]).toEqual([1, 0])
})

test('waits grow from a second to half a minute', () => {
  expect([0, 1, 2, 3, 20].map(waitAfter)).toEqual([500, 1000, 2000, 4000, 30_000])
})
