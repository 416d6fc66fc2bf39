// `npm run up`: installs, starts and fills everything, then prints a URL. Safe to call again.
import { enterInstalled } from './setup/packages.mjs'
import { homeDir } from './setup/paths.mjs'
import { chosenPort } from './setup/port.mjs'
import { ensurePython } from './setup/python.mjs'
import { say } from './setup/report.mjs'
import { ensureBubblewrap } from './setup/system.mjs'

const started = performance.now()
enterInstalled()
ensureBubblewrap()
const python = ensurePython()
// Imported only now: these need the packages.
const { bringUp } = await import('./setup/studio.mjs')
const empty = process.argv.includes('--empty')
const { url, ownerToken } = await bringUp({ home: homeDir(), python, port: chosenPort(), empty })
say(
  `SandMLE Studio runs (${((performance.now() - started) / 1000).toFixed(1)} s). Stop it with: npm run down`,
)
if (ownerToken) say('Open this link to become the owner; it works once, for 72 hours:')
console.log(ownerToken ? `${url}/welcome?token=${ownerToken}` : url)
