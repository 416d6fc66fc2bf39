import { readFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { z } from 'zod'
import type { Surroundings } from '#cli/command.ts'
import { CommandFailure } from '#cli/failure.ts'

export type Connection = { url: string; token: string | null }

const LocalFile = z.object({ url: z.url(), token: z.string().min(1) })

/** Where this installation keeps its state: SANDMLE_HOME, by default .sandmle below the checkout. */
export function homeFolder({ env, root }: Surroundings): string {
  const home = env.SANDMLE_HOME || '.sandmle'
  return isAbsolute(home) ? home : join(root, home)
}

/**
 * URL and token of the server: SANDMLE_URL and SANDMLE_TOKEN, else what `npm run up` wrote to local.json. The local
 * token is never sent to another server than its own.
 */
export async function findConnection(around: Surroundings): Promise<Connection> {
  const { SANDMLE_URL: url, SANDMLE_TOKEN: token } = around.env
  if (url && !URL.canParse(url))
    throw new CommandFailure(`"${url}" is not a URL.`, 'SANDMLE_URL', 'Set it like http://127.0.0.1:3000')
  if (url && token) return { url, token }
  const local = await readLocal(join(homeFolder(around), 'local.json'))
  if (url) {
    const isOwn = local !== null && new URL(local.url).origin === new URL(url).origin
    return { url, token: isOwn ? local.token : null }
  }
  if (local === null)
    throw new CommandFailure(
      'No server is known.',
      join(homeFolder(around), 'local.json'),
      'npm run up, or set SANDMLE_URL and SANDMLE_TOKEN',
    )
  return { url: local.url, token: token || local.token }
}

async function readLocal(path: string): Promise<Connection | null> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new CommandFailure(
      `The file cannot be read: ${String(error)}`,
      path,
      'Run as the user who started the studio.',
    )
  }
  try {
    return LocalFile.parse(JSON.parse(text))
  } catch {
    throw new CommandFailure('The file does not hold a URL and a token.', path, 'npm run up')
  }
}
