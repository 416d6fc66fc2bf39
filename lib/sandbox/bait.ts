import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { insidePath } from '#lib/sandbox/runtime-binds.ts'
import type { Site } from '#lib/sandbox/site.ts'

/** What an escaped program would find, as the probes are told of it. */
export type Bait = {
  port: number
  socket: string
  abstract: string
  files: string[]
  secret: string
  runtime: string[]
}

function listening(where: { port: 0; host: string } | { path: string }): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', reject)
    server.listen(where, () => resolve(server))
  })
}

/**
 * Plants bait that the sandbox's user could reach if the walls were open: a port, two unix sockets, a secret file
 * and a secret in our environment. Planted before the backend starts, removed by `remove`.
 */
export async function plantBait(site: Site): Promise<{ bait: Bait; remove: () => Promise<void> }> {
  const dir = await mkdtemp(join(site.runtime.dir, 'bait-'))
  const secret = randomBytes(16).toString('hex')
  const answers = join(dir, 'answer.csv')
  await writeFile(answers, `id,label\n1,${secret}\n`)
  const socket = join(dir, 's')
  const abstract = `sandmle-${secret}`
  const tcp = await listening({ port: 0, host: '127.0.0.1' })
  const servers = [tcp, await listening({ path: socket }), await listening({ path: `\0${abstract}` })]
  // Only the walls may protect it, not its own mode.
  await Promise.all([chmod(dir, 0o755), chmod(answers, 0o644), chmod(socket, 0o777)])
  process.env.SANDMLE_PROBE_SECRET = secret
  const address = tcp.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const executable = insidePath(site.interpreter, site.interpreter.executable)
  const runtime = [...site.runtime.binds.map(({ target }) => target), executable]
  return {
    bait: { port, socket, abstract, files: [answers, '/etc/shadow', '/etc/hostname'], secret, runtime },
    remove: async () => {
      delete process.env.SANDMLE_PROBE_SECRET
      for (const server of servers) server.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
