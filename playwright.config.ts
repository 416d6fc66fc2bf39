import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import chromium from '@sparticuz/chromium'

/** The system's Chromium where there is one, else the one that ships inside an npm package. */
async function browserPath(): Promise<string> {
  const named = process.env.CHROMIUM_PATH
  if (named) return named
  const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  return system.find((path) => existsSync(path)) ?? (await chromium.executablePath())
}

/**
 * Journeys in the order of a whole run. None needs another one: each makes what is missing (`e2e/fixtures/scenario`), and
 * what an earlier one left is not made again. So the story comes first, in its chapters.
 */
const JOURNEYS = [
  'generation',
  'people',
  // These two need no environment: the run of the story computes meanwhile. `curves` first sees the page of training
  // before anything is logged.
  'curves',
  'trainers',
  'environment',
  'review',
  'packs',
  'recovery',
  'models',
  'model-faults',
  'steering',
  'rollouts',
  'smoke',
  // Its advisory marks an environment of the shared pack for good.
  'results',
  'versions',
  'accessibility',
] as const

export default defineConfig({
  testDir: 'e2e/journeys',
  projects: JOURNEYS.map((name) => ({ name, testMatch: `${name}.e2e.ts` })),
  outputDir: 'test-results',
  globalSetup: './e2e/start-studio.ts',
  // One studio, one worker process: journeys share them, so they run one after the other.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  // A page is driven faster than a person can, on a machine that computes beside it. What needs its second try is named
  // in the last lines of `npm test`; a journey that fails twice fails.
  retries: 1,
  // A journey waits for real programs in a real sandbox on a small machine.
  timeout: 900_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: {
    // A trace keeps the whole page at every look: on a live run that costs as much as the run. `--trace on` asks for one.
    trace: 'off',
    screenshot: 'only-on-failure',
    // Drawn without a graphics card, a turning mark costs as much as the run that it stands for.
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    launchOptions: {
      executablePath: await browserPath(),
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    },
  },
})
