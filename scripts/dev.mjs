// `npm run dev`: the database, a worker and the web server with reload, in the foreground.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { enterInstalled } from './setup/packages.mjs'
import { homeDir, root } from './setup/paths.mjs'
import { chosenPort } from './setup/port.mjs'
import { ensurePython, makeRuntimeAhead } from './setup/python.mjs'
import { say } from './setup/report.mjs'
import { ensureBubblewrap } from './setup/system.mjs'

await enterInstalled(makeRuntimeAhead)
ensureBubblewrap()
const python = ensurePython()
const { prepareDatabase } = await import('./setup/database.mjs')
const { environment } = await import('./setup/studio.mjs')
const { next } = await import('./setup/build.mjs')
const { firstAccess } = await import('./setup/first-access.ts')
const home = homeDir()
const port = chosenPort()
const database = await prepareDatabase(home)
const env = { ...environment({ home, python, databaseUrl: database.appUrl, port }), NODE_ENV: 'development' }
const url = `http://127.0.0.1:${port}`
const token = await firstAccess({ databaseUrl: database.appUrl, home, url })
if (token) say(`Owner link: ${url}/welcome?token=${token}`)

const run = (args) => spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' })
const children = [
  run(next('dev', '-H', '127.0.0.1', '-p', String(port))),
  run(['--watch', join(root, 'workers/main.ts')]),
]
const stop = () => {
  for (const child of children) child.kill('SIGTERM')
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
for (const child of children) child.on('exit', stop)
