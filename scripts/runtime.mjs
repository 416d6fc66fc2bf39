// `npm run runtime`: makes the hash-pinned Python runtime, which `npm run up` and `npm test` then take.
import { fail, say } from './setup/report.mjs'
import { runtimeOf } from './setup/runtime.mjs'
import { makePinned, PINNED_PYTHON } from './setup/venv.mjs'

const reason = makePinned()
if (reason !== null)
  fail(
    `The pinned Python runtime could not be made (${reason}).`,
    'Let pip reach a package index (PIP_INDEX_URL names a mirror).',
  )
const made = runtimeOf(PINNED_PYTHON, 'all')
say(`${PINNED_PYTHON}: ${made?.runtime ?? 'it does not answer'}`)
if (made?.problem !== null) process.exitCode = 1
