// The web server: a door that decides by the head of a request alone, and the built application behind it.
import next from 'next'
import { env } from '#lib/env.ts'
import { openServer } from '#lib/http/door/open-server.ts'
import { log } from '#lib/log.ts'
import { giveSigns } from '#lib/processes/signs-of-life.mjs'
import { homeDir, root } from './setup/paths.mjs'

const HOST = '127.0.0.1'
/** Requests that run may end; live streams would continue for minutes, and browsers come back to them by themselves. */
const LAST_MS = 2_000

const { PORT } = env()
const app = next({ dev: false, dir: root, hostname: HOST, port: PORT })
await app.prepare()
const answer = app.getRequestHandler()
const server = openServer((request, response) => answer(request, response))
giveSigns(homeDir(), 'web')
server.listen(PORT, HOST, () => log.info('web listens', { url: `http://${HOST}:${PORT}` }))

function stop(): void {
  server.close(() => void app.close().finally(() => process.exit(0)))
  setTimeout(() => server.closeAllConnections(), LAST_MS).unref()
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
