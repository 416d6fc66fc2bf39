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

/** One story in chapters: each builds on what the ones before it left in the studio, and is skipped without it. */
const STORY = ['generation', 'people', 'environment', 'review', 'packs'] as const
const journey = (name: string, after: readonly string[]) => ({
  name,
  testMatch: `${name}.e2e.ts`,
  dependencies: [...after],
})

export default defineConfig({
  testDir: 'e2e/journeys',
  projects: [
    // Two that need no environment stand first: the run of the story computes meanwhile.
    // Its clients are installed while the first journey runs.
    journey('trainers', ['generation']),
    journey('curves', ['people']),
    ...STORY.map((name, place) => journey(name, STORY.slice(Math.max(0, place - 1), place))),
    journey('recovery', ['packs']),
    journey('models', ['packs']),
    journey('model-faults', ['models']),
    journey('steering', ['packs']),
    journey('rollouts', ['packs']),
    journey('smoke', ['packs']),
    // Last of those that build packs: its advisory marks one of the three environments for good.
    journey('results', ['rollouts', 'smoke']),
    // It builds a pack of its own, which the journeys before must not take for that of the story.
    journey('versions', ['results']),
    journey('accessibility', ['packs']),
  ],
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
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    launchOptions: {
      executablePath: await browserPath(),
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    },
  },
})
