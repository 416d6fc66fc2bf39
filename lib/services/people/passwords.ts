import * as scrypt from 'better-auth/crypto'
import { inLine } from '#lib/domain/in-line.ts'

/** Each takes one core for about a tenth of a second: more at once would take it from people who are signed in. */
const AT_ONCE = 1
const MOST_WAITING = 16

const scryptLine = inLine(
  AT_ONCE,
  MOST_WAITING,
  'Too many people sign in right now. Try again in a few seconds.',
)

/** The stored form of a password. Throws `limit` where too many wait for theirs. */
export const hashPassword = (password: string): Promise<string> =>
  scryptLine(() => scrypt.hashPassword(password))

/** Whether a password is the one of this stored form. Throws `limit` where too many wait for theirs. */
export const verifyPassword = (pair: { hash: string; password: string }): Promise<boolean> =>
  scryptLine(() => scrypt.verifyPassword(pair))
