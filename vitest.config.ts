import { defineConfig } from 'vitest/config'

const exclude = ['**/node_modules/**', '.next/**', 'e2e/**', '.sandmle/**']

// Three kinds of test by suffix. Each starts its own database server where it needs one, so that two runs
// never meet; two files at a time, as the smallest machine has two cores.
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'pure',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...exclude, '**/*.db.test.ts', '**/*.sandbox.test.ts'],
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
