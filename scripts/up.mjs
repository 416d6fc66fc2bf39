// `npm run up`: installs and starts everything, prints a URL, then fills the studio and tells how far it is. Safe to call
// again.
import { enterInstalled } from './setup/packages.mjs'
import { homeDir } from './setup/paths.mjs'
import { chosenPort } from './setup/port.mjs'
import { ensurePython, makeRuntimeAhead } from './setup/python.mjs'
import { say } from './setup/report.mjs'
import { ensureBubblewrap } from './setup/system.mjs'

const started = performance.now()
await enterInstalled(makeRuntimeAhead)
ensureBubblewrap()
const python = ensurePython()
// Imported only now: these need the packages.
const { bringUp } = await import('./setup/studio.mjs')
const { url, ownerToken, fill } = await bringUp({ home: homeDir(), python, port: chosenPort() })
say(
  `SandMLE Studio runs (${((performance.now() - started) / 1000).toFixed(1)} s). Stop it with: npm run down`,
)
if (ownerToken) say('Open this link to become the owner; it works once, for 72 hours:')
console.log(ownerToken ? `${url}/welcome?token=${ownerToken}` : url)
if (!process.argv.includes('--empty')) fill()
