import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { Surroundings } from '#cli/command.ts'
import { CommandFailure } from '#cli/failure.ts'
import { RUNTIME } from '#lib/domain/runtime.ts'

const run = promisify(execFile)

/** A Python that has the libraries which solutions import. */
export type Python = {
  executable: string
  /** Its name in a cell. */
  inside: string
  /** Folders outside /usr that it needs, and where they appear in a cell. */
  folders: { source: string; target: string }[]
  /** `python 3.11.2, numpy 2.4.6, ...` */
  runtime: string
  /** The hash that task.json names: results are compared exactly only under an equal one. */
  runtimeHash: string
}

const Facts = z.object({
  executable: z.string(),
  venv: z.string().nullable(),
  prefixes: z.array(z.string()),
  path: z.array(z.string()),
  real: z.string(),
  runtime: z.string(),
  problem: z.string().nullable(),
})
const QUESTION = fileURLToPath(new URL('../../python/sandmle/runtime.py', import.meta.url))

const isSystems = (path: string): boolean => `${path}/`.startsWith('/usr/') && !path.startsWith('/usr/local')

/** A virtual environment may lie below a folder that cells have one of their own of. */
function insidePath({ venv }: z.infer<typeof Facts>, path: string): string {
  const isOfVenv = venv !== null && `${path}/`.startsWith(`${venv}/`)
  return isOfVenv ? `${RUNTIME.python.inCells}${path.slice(venv.length)}` : path
}

/** Folders outside what every cell has; none below another one. */
function foldersOf(facts: z.infer<typeof Facts>): Python['folders'] {
  const { prefixes, path, real } = facts
  const outside = [...new Set([...prefixes, ...path, dirname(real)])].filter((one) => !isSystems(one)).sort()
  return outside
    .filter((one) => !outside.some((other) => other !== one && one.startsWith(`${other}/`)))
    .map((source) => ({ source, target: insidePath(facts, source) }))
}

/** The first interpreter that has the libraries: SANDMLE_PYTHON, the checkout's .venv, the system's. */
export async function findPython({ env, root }: Surroundings): Promise<Python> {
  const places = env.SANDMLE_PYTHON
    ? [env.SANDMLE_PYTHON]
    : [join(root, '.venv/bin/python3'), '/usr/bin/python3', '/usr/local/bin/python3']
  const tried: string[] = []
  for (const executable of places) {
    const facts = await ask(executable)
    if (facts?.problem === null) {
      const { runtime } = facts
      const runtimeHash = createHash('sha256').update(runtime).digest('hex')
      const inside = insidePath(facts, facts.executable)
      return { executable, inside, folders: foldersOf(facts), runtime, runtimeHash }
    }
    tried.push(`${executable} (${facts?.problem ?? 'does not answer'})`)
  }
  throw new CommandFailure(
    `No Python with ${RUNTIME.libraries.map(({ name, oldest }) => `${name} ${oldest}`).join(', ')} or newer.`,
    tried.join(', '),
    'npm run runtime installs the pinned one; or set SANDMLE_PYTHON.',
  )
}

async function ask(executable: string): Promise<z.infer<typeof Facts> | null> {
  try {
    const { stdout } = await run(executable, ['-I', QUESTION, JSON.stringify(RUNTIME)], {
      env: { NODE_ENV: 'production', LANG: 'C.UTF-8' },
      timeout: 20_000,
    })
    return Facts.parse(JSON.parse(stdout))
  } catch {
    return null
  }
}
