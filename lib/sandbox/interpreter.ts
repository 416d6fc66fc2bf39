import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { bareEnvironment } from '#lib/sandbox/bare-environment.ts'
import { SandboxRefusedError } from '#lib/sandbox/refused.ts'

const run = promisify(execFile)

/** What the sandbox must know of a Python interpreter: where its parts lie, and what makes its results its own. */
export type Interpreter = {
  executable: string
  realExecutable: string
  prefixes: string[]
  /** Folders of `sys.path` (standard library and site-packages). */
  searchPath: string[]
  /** `python 3.11.2, numpy 1.24.2, ...` */
  runtime: string
  runtimeHash: string
}

type Facts = {
  executable: string
  real: string
  prefixes: string[]
  path: string[]
  python: string
  machine: string
  libraries: Record<string, string | null>
}

// Asks for locations and recorded versions without importing any library: this runs outside the sandbox.
const QUESTION = `
import importlib.metadata as metadata, importlib.util as util, json, os, platform, sys
names = {"numpy": "numpy", "pandas": "pandas", "scipy": "scipy", "scikit-learn": "sklearn", "pillow": "PIL"}
def version(distribution, module):
    if util.find_spec(module) is None:
        return None
    return metadata.version(distribution)
print(json.dumps({
    "executable": sys.executable, "real": os.path.realpath(sys.executable),
    "prefixes": sorted({sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix}),
    "path": [p for p in sys.path if os.path.isdir(p)],
    "python": platform.python_implementation().lower().replace("cpython", "python") + " " + platform.python_version(),
    "machine": platform.machine(),
    "libraries": {name: version(name, module) for name, module in names.items()},
}))
`

const FIX =
  'Install the libraries (Debian: apt-get install -y --no-install-recommends python3-numpy python3-pandas ' +
  'python3-scipy python3-sklearn python3-pil) or point SANDMLE_PYTHON at an interpreter that has them.'

/**
 * Inspects an interpreter.
 * @throws SandboxRefusedError when it does not start, is too old, or lacks a library; the fix says what to install.
 */
export async function inspectInterpreter(path: string): Promise<Interpreter> {
  let facts: Facts
  try {
    const { stdout } = await run(path, ['-I', '-c', QUESTION], {
      env: bareEnvironment({ LANG: 'C.UTF-8' }),
      timeout: 20_000,
    })
    facts = JSON.parse(stdout) as Facts
  } catch (cause) {
    const line = String(cause instanceof Error ? cause.message : cause)
      .trim()
      .split('\n')
      .at(-1)
    throw new SandboxRefusedError(`The Python interpreter ${path} does not answer: ${line}`, FIX)
  }
  const missing = Object.keys(facts.libraries).filter((name) => facts.libraries[name] === null)
  if (missing.length > 0) throw new SandboxRefusedError(`${path} has no ${missing.join(', ')}.`, FIX)
  const minor = Number(/ 3\.(\d+)/.exec(facts.python)?.[1] ?? 0)
  if (minor < 10) throw new SandboxRefusedError(`${path} is ${facts.python}; 3.10 or newer is needed.`, FIX)
  const libraries = Object.entries(facts.libraries).map(([name, version]) => `${name} ${version}`)
  const runtime = [facts.python, ...libraries, facts.machine].join(', ')
  return {
    executable: facts.executable,
    realExecutable: facts.real,
    prefixes: facts.prefixes,
    searchPath: facts.path,
    runtime,
    runtimeHash: createHash('sha256').update(runtime).digest('hex'),
  }
}
