import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { script } from '#e2e/fixtures/studio.ts'

/** A port that nobody listens on right now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}

/**
 * Starts a whole studio (database, web, worker) in a home of its own, without the first batch, and leaves its
 * address and one-time owner link to the journeys. Returns the function that stops it again.
 */
export default async function startStudio() {
  const home = mkdtempSync(join(tmpdir(), 'sandmle-e2e-'))
  // The same key gives the same data to the same run each time: what the gates judge is no matter of luck.
  mkdirSync(join(home, 'keys'), { mode: 0o700 })
  writeFileSync(join(home, 'keys', 'engine'), '5'.repeat(64), { mode: 0o600 })
  process.env.E2E_HOME = home
  process.env.E2E_PORT = String(await freePort())
  const stop = async () => {
    await script('down.mjs')
    rmSync(home, { recursive: true, force: true })
  }
  try {
    const { stdout } = await script('up.mjs', '--empty')
    const link = stdout.trim().split('\n').at(-1) ?? ''
    if (!link.includes('/welcome?token=')) throw new Error(`The start printed no owner link but: ${stdout}`)
    process.env.E2E_OWNER_LINK = link
  } catch (error) {
    // A build that fails leaves a database behind.
    await stop()
    throw error
  }
  return stop
}
