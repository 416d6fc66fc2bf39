import { isAbsolute, join, resolve } from 'node:path'

/** The checkout. */
export const root = resolve(import.meta.dirname, '../..')

/** Where Node keeps what it compiled of our sources: the greater part of the start of a short command. */
export const compiled = join(root, 'node_modules/.cache/compiled')

/** Where one installation keeps its database, files, keys, logs and pid files (`SANDMLE_HOME`). */
export function homeDir() {
  const home = process.env.SANDMLE_HOME || '.sandmle'
  return isAbsolute(home) ? home : join(root, home)
}
