import { createHash, randomBytes } from 'node:crypto'

/** A secret for a link or an API call: 256 random bits behind a prefix that says what it opens. */
export const newSecret = (prefix: 'smo' | 'smi' | 'sml'): string =>
  `${prefix}_${randomBytes(32).toString('base64url')}`
/** What is stored of a secret. Plain SHA-256 is enough for 256 random bits. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')
/** How long a one-time link works. */
export const LINK_HOURS = 72
export const hoursAfter = (now: Date, hours: number): Date => new Date(now.getTime() + hours * 3_600_000)
