import { RUNTIME } from '#lib/domain/runtime.ts'
import type { Interpreter } from '#lib/sandbox/interpreter.ts'

/** One read-only path of the host and where it appears inside; `optional` paths may not exist on every host. */
export type Bind = { source: string; target: string; optional: boolean }

/** Shared libraries and data of the operating system that the interpreter and its libraries load. */
const SYSTEM_PATHS = ['/usr/lib', '/usr/lib64', '/usr/lib32', '/usr/share/zoneinfo']
const SYSTEM_FILES = ['/etc/ld.so.cache', '/etc/alternatives']

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
}

/** The name that a path of the interpreter has inside. */
export const insidePath = ({ venv }: Interpreter, path: string): string =>
  venv !== null && isBelow(path, venv) ? `${RUNTIME.python.inCells}${path.slice(venv.length)}` : path

/**
 * The curated runtime: libraries, the interpreter and its packages, and nothing else of the host; no home folder,
 * no set-uid programs, no other tools. Paths outside a virtual environment keep their names, because it records them;
 * its own configuration is staged, without the path that it was made at.
 */
export function runtimeBinds(interpreter: Interpreter): Bind[] {
  const wanted = [
    ...SYSTEM_PATHS,
    ...interpreter.prefixes.flatMap((prefix) => [`${prefix}/lib`, `${prefix}/lib64`]),
    ...interpreter.searchPath,
    interpreter.realExecutable,
    ...SYSTEM_FILES,
  ]
  const kept: string[] = []
  for (const path of wanted) {
    if (!kept.some((folder) => isBelow(path, folder))) kept.push(path)
  }
  const required = new Set([...interpreter.searchPath, interpreter.realExecutable])
  return kept.map((path) => ({
    source: path,
    target: insidePath(interpreter, path),
    optional: !required.has(path),
  }))
}

/** Symbolic links [target, path]: the merged-/usr names and every name of the interpreter that is not its real one. */
export function runtimeLinks(interpreter: Interpreter, wrapper: string): [target: string, path: string][] {
  const executable = insidePath(interpreter, interpreter.executable)
  const realExecutable = insidePath(interpreter, interpreter.realExecutable)
  const links: [string, string][] = [
    ['usr/bin', '/bin'],
    ['usr/lib', '/lib'],
    ['usr/lib64', '/lib64'],
  ]
  if (executable !== realExecutable) links.push([realExecutable, executable])
  for (const name of ['/usr/bin/python', '/usr/bin/python3']) {
    if (name !== executable && name !== realExecutable) links.push([wrapper, name])
  }
  return links
}
