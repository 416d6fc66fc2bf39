import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

const exclude = ['**/node_modules/**', '.next/**', 'e2e/**', '.sandmle/**']

/** How long a test may take: only what hangs takes so long, and a busy machine is no fault. */
const PATIENCE_MS = 120_000

/** Their tests set the environment, which our modules read once: each file needs modules of its own. */
const READS_ENVIRONMENT = ['lib/http/**', 'app/api/**']

/**
 * A kind of test in two projects, `name` and `name-alone`. The files of the first share their worker's modules: to
 * load them for each file costs more than most files compute.
 */
function shared(
  name: string,
  include: string,
  others: string[],
  more: TestProjectInlineConfiguration['test'],
): TestProjectInlineConfiguration[] {
  const left = [...exclude, ...others]
  return [
    {
      test: { ...more, name, include: [include], exclude: [...left, ...READS_ENVIRONMENT], isolate: false },
    },
    {
      test: {
        ...more,
        name: `${name}-alone`,
        include: READS_ENVIRONMENT.map((folder) => folder.replace('**', include)),
        exclude: left,
      },
    },
  ]
}

// Kinds of test by suffix. Each that needs one starts its own database server, so that two runs
// never meet; two files at a time, as the smallest machine has two cores.
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      ...shared(
        'pure',
        '**/*.test.{ts,tsx}',
        ['**/*.db.test.ts', '**/*.sandbox.test.ts', '**/*.client.test.ts', '**/*.dom.test.tsx'],
        {
          testTimeout: PATIENCE_MS,
          expect: { poll: { timeout: PATIENCE_MS / 3 } },
        },
      ),
      {
        // Components as a person uses them: a document without a browser, which draws nothing.
        test: {
          name: 'pure-dom',
          include: ['components/**/*.dom.test.tsx'],
          exclude,
          environment: 'happy-dom',
          setupFiles: ['scripts/vitest-dom.mjs'],
          testTimeout: PATIENCE_MS,
        },
      },
      {
        test: {
          name: 'clients',
          include: ['**/*.client.test.ts'],
          exclude,
          globalSetup: ['scripts/vitest-database.mjs'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      ...shared('db', '**/*.db.test.ts', [], {
        globalSetup: ['scripts/vitest-database.mjs'],
        testTimeout: PATIENCE_MS,
        hookTimeout: PATIENCE_MS,
        expect: { poll: { timeout: PATIENCE_MS / 3 } },
      }),
      {
        // The walls of a cell, under attack: much waiting, and measures of the whole machine.
        test: {
          name: 'cage',
          include: ['lib/sandbox/*.sandbox.test.ts'],
          exclude,
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'sandbox',
          include: ['**/*.sandbox.test.ts'],
          exclude: [...exclude, 'lib/sandbox/**'],
          globalSetup: ['scripts/vitest-database.mjs'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
