// The browser tests against a studio of their own: `up` in a new home on a free port, Playwright, `down`.
// Arguments go to Playwright. The tests get SANDMLE_URL, SANDMLE_TOKEN, SANDMLE_OWNER_LINK and CHROMIUM_PATH.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { enterInstalled } from './setup/packages.mjs'
import { root } from './setup/paths.mjs'
import { fail, say } from './setup/report.mjs'
import { systemChromium } from './setup/system.mjs'

enterInstalled()

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

/** The machine's Chromium, else the one that ships inside an npm package. */
async function browser() {
  const found = systemChromium()
  if (found) return found
  const { default: chromium } = await import('@sparticuz/chromium')
  return chromium.executablePath()
}

const home = mkdtempSync(join(tmpdir(), 'sandmle-e2e-'))
const { DATABASE_URL: _, ...inherited } = process.env
const env = { ...inherited, SANDMLE_HOME: home, PORT: String(await freePort()) }
const node = (args, options) =>
  spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit', ...options })

let status = 1
try {
  const up = node(['scripts/up.mjs'], { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' })
  if (up.status === 0) {
    const { url, token } = JSON.parse(readFileSync(join(home, 'local.json'), 'utf8'))
    const link = up.stdout.trim().split('\n').at(-1)
    Object.assign(env, {
      SANDMLE_URL: url,
      SANDMLE_TOKEN: token,
      SANDMLE_OWNER_LINK: link,
      CHROMIUM_PATH: await browser(),
    })
    status =
      node([join(root, 'node_modules/@playwright/test/cli.js'), 'test', ...process.argv.slice(2)]).status ?? 1
  } else {
    for (const name of ['web', 'worker'])
      spawnSync('tail', ['-n', '40', join(home, 'logs', `${name}.log`)], { stdio: 'inherit' })
  }
} finally {
  node(['scripts/down.mjs'])
  if (status === 0 || !process.env.SANDMLE_KEEP) rmSync(home, { recursive: true, force: true })
  else say(`Kept ${home}`)
}
if (status !== 0) fail('Browser tests failed.', 'npm run e2e -- --headed, or SANDMLE_KEEP=1 to keep the logs')
