// Started by `up`, in the background: starts web, worker and the embedded database, and starts again what died. The next
// one takes over what lives. Arguments: `database` where the server is ours to start.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { localAppUrl, watchPostgres } from '../embedded-postgres.mjs'
import { homeDir, root } from './paths.mjs'
import { STUCK_MS } from './postgres-answers.mjs'
import { stopProcess } from './processes.mjs'
import { supervise, tell, watchProcess } from './supervise.mjs'
import { watchPart } from './watched-part.mjs'

const home = homeDir()
const env = { ...process.env }
const ownsDatabase = process.argv.includes('database')

/** Runs the set-up of the database in a process of its own, so that web and worker are watched meanwhile. */
function startDatabase() {
  return new Promise((resolve, reject) => {
    const script = join(root, 'scripts/embedded-postgres.mjs')
    const child = spawn(process.execPath, [script, 'start'], {
      cwd: root,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said = `${said}${text}`.slice(-2000)
    })
    child.on('error', reject)
    // Not `close`: the server inherits the pipe and keeps it open.
    child.on('exit', (code) => {
      child.stderr.destroy()
      if (code === 0) resolve()
      else reject(new Error(said.match(/^Error: .*$/m)?.[0].slice(7) ?? `its set-up ended with ${code}`))
    })
  })
}

/** A server that had to take another port: who has the old address is started again. */
async function followDatabase() {
  const url = localAppUrl({ home })
  if (url === undefined || url === env.DATABASE_URL) return
  env.DATABASE_URL = url
  for (const name of ['web', 'worker']) await stopProcess(home, name)
}

const heardStuck = () => database.heardEnd(`did not answer for ${STUCK_MS / 1000} s and was ended`)
const isDatabaseUp = ownsDatabase ? watchPostgres({ home }, heardStuck) : () => true
async function start() {
  await startDatabase()
  await followDatabase()
}
const database = watchPart({ name: 'database', isAlive: isDatabaseUp, start }, tell)
const web = { name: 'web', args: [join(root, 'scripts/web.ts')], env }
// Without a database it would only end again.
const worker = { name: 'worker', args: [join(root, 'workers/main.ts')], env, mayStart: isDatabaseUp }

await supervise(
  home,
  [...(ownsDatabase ? [database] : []), watchProcess(home, web), watchProcess(home, worker)],
  { port: Number(env.PORT) },
)
