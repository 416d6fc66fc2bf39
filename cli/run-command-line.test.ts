import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { COMMANDS } from '#cli/commands/all-commands.ts'
import { type Answer, type Received, sandmle, startServer, type TestServer } from '#cli/server.fixture.ts'
import { plain } from '#cli/table.ts'
import { temporaryFolder } from '#cli/temporary-folder.fixture.ts'

let server: TestServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})
async function serve(answer: (request: Received) => Answer) {
  server = await startServer(answer)
  return { server, env: { SANDMLE_URL: server.url, SANDMLE_TOKEN: 't0ken' } }
}

describe('a command line that makes no sense exits with 2 and says the next step', () => {
  test.each([
    [['dance'], 'no command "dance"'],
    [['runs'], 'needs one of: list, watch, cancel, retry'],
    [['runs', 'dance'], 'needs one of'],
    [['runs', 'watch'], 'RUN is missing'],
    [['runs', 'watch', 'a', 'b'], '"b" is not expected here: too many arguments'],
    [['runs', 'list', '--dance'], '--dance'],
    [['runs', 'list', '--status', 'dancing'], 'not one of queued'],
    [['generate'], '--candidates is missing'],
    [['generate', '--candidates', '0'], 'whole number from 1 to 500'],
    [['generate', '--candidates', '5', '--certificate', 'half'], 'not one of quick, full'],
    [['env', 'list', '--modality', 'smell'], '"smell" is not one of tabular'],
    [['env', 'score', 'x', '--submission', 'absent.csv'], 'no such file'],
    [['review', 'request-changes', 'x', '--note', '  '], 'what must change'],
    [['token', 'create', '--name', 'x'], '--scope is missing'],
    [['pack', 'verify', '/absent.zip'], 'no such file'],
  ])('%j', async (argv, message) => {
    const { code, out, err } = await sandmle(argv)
    expect(err).toContain(message)
    expect(err).toContain('Next:')
    expect({ code, out }).toEqual({ code: 2, out: '' })
    const json = await sandmle([...argv, '--json'])
    expect(json.code).toBe(2)
    expect(JSON.parse(json.out).error.code).toBe('usage')
  })

  test('nothing at all prints the usage on stderr', async () => {
    const { code, out, err } = await sandmle([])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('Usage: sandmle')
  })
})

test('help has a line for every command and exits with 0', async () => {
  const { code, out } = await sandmle(['help'])
  expect(code).toBe(0)
  for (const { words, summary } of COMMANDS) {
    expect(out).toContain(`sandmle ${words.join(' ')}`)
    expect(out).toContain(summary)
  }
  const some = await sandmle(['pack', '--help'])
  expect(some.out).toContain('sandmle pack verify FILE')
  expect(some.out).not.toContain('sandmle runs')
})

test.each(COMMANDS.map(({ words }) => [words.join(' ')]))(
  'the help of "%s" shows it alone, where the server is looked for, and the exit codes',
  async (words) => {
    const { code, out } = await sandmle([...words.split(' '), '--help'])
    expect(code).toBe(0)
    expect(out.match(/^ {2}sandmle /gm)).toHaveLength(1)
    for (const part of [`sandmle ${words}`, 'SANDMLE_URL', 'SANDMLE_TOKEN', '--json', 'Exit codes: 0'])
      expect(out).toContain(part)
  },
)

describe('the server', () => {
  test("a problem is shown with the server's words, its fields and its request id", async () => {
    const error = {
      code: 'conflict',
      message: 'It moved.',
      fields: { note: ['too long'] },
      requestId: 'req-9',
    }
    const { env } = await serve(() => ({ status: 409, json: { error } }))
    const { code, out, err } = await sandmle(['seeds', 'list'], { env })
    expect({ code, out }).toEqual({ code: 1, out: '' })
    for (const part of ['It moved.', 'note: too long', 'GET /api/v1/seeds', 'Next:', 'req-9'])
      expect(err).toContain(part)
    const json = await sandmle(['seeds', 'list', '--json'], { env })
    expect(JSON.parse(json.out).error).toMatchObject({ code: 'conflict', requestId: 'req-9' })
  })

  test.each(['id: is not an id (a UUID)', 'It is no request: id is not an id (a UUID).'])(
    'what the message says already is said once: %s',
    async (message) => {
      const fields = { id: ['is not an id (a UUID)'] }
      const error = { code: 'invalid', message, fields, requestId: 'req-9' }
      const { env } = await serve(() => ({ status: 400, json: { error } }))
      const { err } = await sandmle(['seeds', 'list'], { env })
      expect(err.match(/is not an id/g)).toHaveLength(1)
    },
  )

  test('another program on that port is named as such', async () => {
    const { env } = await serve(() => ({ status: 404, json: 'nothing here' }))
    const { code, err } = await sandmle(['seeds', 'list'], { env })
    expect(code).toBe(1)
    expect(err).toContain('Check that SANDMLE_URL names a SandMLE Studio')
  })

  test('an answer of another shape is an error that names the place', async () => {
    const { env } = await serve(() => ({ json: { runs: [{ id: 5 }], next: null } }))
    const { code, err } = await sandmle(['runs', 'list'], { env })
    expect(code).toBe(1)
    expect(err).toContain('runs.0.id')
  })

  test('a server that does not answer is a failure with the command that starts it', async () => {
    const { server: gone, env } = await serve(() => ({ json: {} }))
    await gone.close()
    server = null
    const { code, err } = await sandmle(['runs', 'list'], { env })
    expect(code).toBe(1)
    expect(err).toContain('npm run up')
  })

  test('without any server the file that is missing is named', async () => {
    const { code, err } = await sandmle(['runs', 'list'])
    expect(code).toBe(1)
    expect(err).toContain('/nowhere/.sandmle/local.json')
  })

  test('URL and token come from local.json, whose token goes to no other server', async () => {
    const { server: own } = await serve(() => ({ json: { runs: [], next: null } }))
    const home = await temporaryFolder('cli-home-')
    await writeFile(join(home, 'local.json'), JSON.stringify({ url: own.url, token: 'smle_local' }))
    expect((await sandmle(['runs', 'list'], { env: { SANDMLE_HOME: home } })).code).toBe(0)
    expect(own.received[0]?.token).toBe('smle_local')
    const other = await startServer(() => ({ json: { runs: [], next: null } }))
    await sandmle(['runs', 'list'], { env: { SANDMLE_HOME: home, SANDMLE_URL: other.url } })
    await other.close()
    expect(other.received[0]?.token).toBe(null)
  })
})

test('text of strangers cannot steer the terminal', () => {
  expect(plain('a\u001b[2Jb\nc\u009bd')).toBe('a [2Jb c d')
  expect(plain(null)).toBe('-')
})
