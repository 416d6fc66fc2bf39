import { openSandbox } from '#lib/sandbox/open-sandbox.ts'

/** Opens a sandbox as whoever runs this, runs one program, prints what happened as JSON. */
const [pythonDir = '', interpreter = '', homeDir = ''] = process.argv.slice(2)
const sandbox = await openSandbox({ pythonDir, interpreter, homeDir, pool: 1 })
const job = {
  id: 'once',
  role: 'solve',
  program: { kind: 'file', path: 'main.py' },
  files: { 'main.py': Buffer.from('import os, sklearn, PIL; print(os.getuid(), 6 * 7)') },
  collect: [],
} as const
const outcome = await sandbox.run(job).then(
  ({ status, stdout, stderr }) => ({ status, stdout, stderr }),
  (error: Error) => ({ rejected: error.message }),
)
const { probes, ...capabilities } = sandbox.capabilities
console.log(
  JSON.stringify({ uid: process.getuid?.(), capabilities, failed: probes.filter((p) => !p.passed), outcome }),
)
await sandbox.close()
