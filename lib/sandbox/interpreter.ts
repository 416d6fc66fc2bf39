import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import { RUNTIME } from '#lib/domain/runtime.ts'
import { bareEnvironment } from '#lib/sandbox/bare-environment.ts'
import { isAsPinned, readLock } from '#lib/sandbox/pinned.ts'
import { SandboxRefusedError } from '#lib/sandbox/refused.ts'

const run = promisify(execFile)

/** What the sandbox must know of a Python interpreter: where its parts lie, and what makes its results its own. */
export type Interpreter = {
  executable: string
  realExecutable: string
  prefixes: string[]
  /** The folder of the virtual environment that it belongs to; null for one that stands alone. */
  venv: string | null
  /** Folders of `sys.path` (standard library and site-packages). */
  searchPath: string[]
  /** `python 3.11.2, numpy 2.4.6, ...` */
  runtime: string
  runtimeHash: string
  /** Whether all versions are those of python/requirements.lock. */
  pinned: boolean
}

const Facts = z.object({
  executable: z.string(),
  real: z.string(),
  prefixes: z.array(z.string()),
  venv: z.string().nullable(),
  path: z.array(z.string()),
  runtime: z.string(),
  problem: z.string().nullable(),
})

/** Asks for locations and recorded versions without importing any library: this runs outside the sandbox. */
const QUESTION = fileURLToPath(new URL('../../python/sandmle/runtime.py', import.meta.url))

const FIX =
  'Unset SANDMLE_PYTHON to use the pinned runtime (npm run runtime), or point it at an interpreter with ' +
  `${RUNTIME.libraries.map(({ name, oldest }) => `${name} ${oldest}`).join(', ')} or newer.`

/**
 * Inspects an interpreter.
 * @throws SandboxRefusedError when it does not start, or one of its libraries is too old, or lacks a library; the fix says what to do.
 */
export async function inspectInterpreter(path: string): Promise<Interpreter> {
  const facts = await ask(path)
  if (facts.problem !== null) throw new SandboxRefusedError(`${path}: ${facts.problem}.`, FIX)
  return {
    executable: facts.executable,
    realExecutable: facts.real,
    prefixes: facts.prefixes,
    venv: facts.venv,
    searchPath: facts.path,
    runtime: facts.runtime,
    runtimeHash: createHash('sha256').update(facts.runtime).digest('hex'),
    pinned: isAsPinned(facts.runtime, await readLock()),
  }
}

async function ask(path: string): Promise<z.infer<typeof Facts>> {
  try {
    const { stdout } = await run(path, ['-I', QUESTION, JSON.stringify(RUNTIME)], {
      env: bareEnvironment({ LANG: 'C.UTF-8' }),
      timeout: 20_000,
    })
    return Facts.parse(JSON.parse(stdout))
  } catch (cause) {
    const line = String(cause instanceof Error ? cause.message : cause)
      .trim()
      .split('\n')
      .at(-1)
    throw new SandboxRefusedError(`The Python interpreter ${path} does not answer: ${line}`, FIX)
  }
}
