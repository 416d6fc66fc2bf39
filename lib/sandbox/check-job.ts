import { DEFAULT_LIMITS, type SandboxJob, type SandboxLimits } from '#lib/domain/ports/sandbox.ts'
import { SandboxRefusedError } from '#lib/sandbox/refused.ts'

const PATH = /^[A-Za-z0-9._-]{1,255}(\/[A-Za-z0-9._-]{1,255}){0,8}$/
const MODULE = /^sandmle(\.[a-z_][a-z0-9_]*)+$/
const MB = 1024 * 1024
/** The cell's disk is memory: every file takes whole pages. */
const PAGE = 4096

/** Upper bounds of what a caller may ask for: a mistake must not take the machine. */
const LIMIT_BOUNDS: SandboxLimits = {
  wallMs: 3_600_000,
  cpuS: 7_200,
  memoryMB: 65_536,
  processes: 1_024,
  fileMB: 1_024,
  diskMB: 1_024,
  inodes: 262_144,
  outputKB: 4_096,
}

/** Files that hold answers; they never share a cell with solution code. */
const JUDGE_FILES = new Set(['answer.csv', 'oracle.csv', 'latent_train.csv', 'latent_test.csv'])

function refuse(job: SandboxJob, reason: string, fix: string): never {
  throw new SandboxRefusedError(`Job ${job.id} was not run: ${reason}`, fix)
}

function isSafePath(path: string): boolean {
  return PATH.test(path) && !path.split('/').some((part) => part === '.' || part === '..')
}

function checkFiles(job: SandboxJob, limits: SandboxLimits): void {
  const paths = Object.keys(job.files)
  const known = new Set(paths)
  let bytes = 0
  for (const path of paths) {
    if (!isSafePath(path))
      refuse(job, `unsafe path ${JSON.stringify(path)}`, 'Use letters, digits, ". _ -" and /.')
    const parents = path.split('/').slice(0, -1)
    for (let depth = 1; depth <= parents.length; depth++) {
      const parent = parents.slice(0, depth).join('/')
      if (known.has(parent)) refuse(job, `${parent} is a file and a folder`, 'Rename one of the two.')
    }
    bytes += Math.ceil((job.files[path]?.byteLength ?? 0) / PAGE) * PAGE
  }
  if (bytes > limits.diskMB * MB) {
    refuse(job, `${bytes} bytes of files, ${limits.diskMB} MB allowed`, 'Send less or raise limits.diskMB.')
  }
  // Folders take inodes too; half is left for what the program writes.
  if (paths.length > limits.inodes / 2) {
    refuse(job, `${paths.length} files, ${limits.inodes / 2} allowed`, 'Send fewer or raise limits.inodes.')
  }
}

function checkRole(job: SandboxJob): void {
  if (job.role !== 'solve') return
  const answer = Object.keys(job.files).find(
    (path) => path.startsWith('judge/') || JUDGE_FILES.has(path.split('/').at(-1) ?? ''),
  )
  if (answer !== undefined) {
    refuse(
      job,
      `${answer} holds answers and must not meet solution code`,
      'Score in a cell of role "evaluate".',
    )
  }
}

function checkLimits(job: SandboxJob, limits: SandboxLimits): void {
  for (const [name, bound] of Object.entries(LIMIT_BOUNDS)) {
    const value = limits[name as keyof SandboxLimits]
    if (!Number.isInteger(value) || value < 1 || value > bound) {
      refuse(job, `limit ${name} = ${value}`, `Choose a whole number from 1 to ${bound}.`)
    }
  }
}

function checkProgram(job: SandboxJob): void {
  const { program } = job
  if (program.kind === 'file' && !(program.path in job.files)) {
    refuse(job, `program ${program.path} is not among its files`, 'Add it to files.')
  }
  if (program.kind === 'module' && !MODULE.test(program.name)) {
    refuse(job, `${program.name} is not a module of the sandmle package`, 'Use sandmle.<module>.')
  }
}

/**
 * The job's full limits, after every rule was checked.
 * @throws SandboxRefusedError naming the broken rule; nothing was run.
 */
export function checkJob(job: SandboxJob): SandboxLimits {
  const limits: SandboxLimits = { ...DEFAULT_LIMITS, ...job.limits }
  checkLimits(job, limits)
  checkProgram(job)
  checkFiles(job, limits)
  checkRole(job)
  for (const { path } of job.collect) {
    if (!isSafePath(path.replace(/\/$/, '')))
      refuse(job, `unsafe path to collect ${path}`, 'Use a relative path.')
  }
  return limits
}
