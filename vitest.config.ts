import { defineConfig } from 'vitest/config'

const exclude = ['**/node_modules/**', '.next/**', 'e2e/**', '.sandmle/**']

// Kinds of test by suffix. Each that needs one starts its own database server, so that two runs
// never meet; two files at a time, as the smallest machine has two cores.
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'pure',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...exclude, '**/*.db.test.ts', '**/*.sandbox.test.ts', '**/*.client.test.ts'],
          // Some play a hundred thousand points through; on a busy machine that is no fault.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'clients',
          include: ['**/*.client.test.ts'],
          exclude,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude,
          globalSetup: ['scripts/vitest-database.mjs'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'sandbox',
          include: ['**/*.sandbox.test.ts'],
          exclude,
          globalSetup: ['scripts/vitest-database.mjs'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
