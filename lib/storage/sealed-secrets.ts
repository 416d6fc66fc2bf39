import { createCipheriv, createDecipheriv, randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#lib/domain/errors.ts'
import type { Secrets } from '#lib/domain/ports/secrets.ts'

const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** Names the form, so that a later one can live beside it. */
const PREFIX = 'sealed1.'
const OTHERS = 0o077

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code

/** Makes the key once: written whole under another name and linked, so that no process ever reads half of it. */
async function makeKey(dir: string, file: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 })
  // A name that begins with a dot would have the bundler look through every folder whose name does.
  const temporary = `${file}.${randomUUID()}`
  try {
    await writeFile(temporary, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
    await link(temporary, file)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    await rm(temporary, { force: true })
  }
}

const unusable = (file: string, why: string) =>
  new AppError('precondition', 'The key that seals secrets cannot be used.', { file, why })

async function readKey(dir: string): Promise<Buffer> {
  const file = join(dir, 'secrets')
  const found = await stat(file).catch(async (error: unknown) => {
    if (!isCode(error, 'ENOENT')) throw error
    await makeKey(dir, file)
    return stat(file)
  })
  if ((found.mode & OTHERS) !== 0) throw unusable(file, 'others may read it: chmod 600')
  const text = (await readFile(file, 'utf8')).trim()
  if (!/^[0-9a-f]{64}$/.test(text)) throw unusable(file, 'it does not hold 64 hexadecimal digits')
  return Buffer.from(text, 'hex')
}

const unopened = (of: string, cause?: unknown) =>
  new AppError(
    'precondition',
    'A stored secret cannot be opened: it was sealed with another key, changed, or moved. Enter it again.',
    { of },
    cause,
  )

/**
 * Secrets sealed with AES-256-GCM under a key in `<home>/keys`, made on first use. The row that a secret belongs to is
 * authenticated with it, so that a sealed text copied to another row does not open there.
 */
export function openSecrets(home: string): Secrets {
  let key: Promise<Buffer> | undefined
  const theKey = (): Promise<Buffer> => {
    key ??= readKey(join(home, 'keys')).catch((error: unknown) => {
      // A repaired key file counts without a restart.
      key = undefined
      throw error
    })
    return key
  }
  return {
    async seal(secret, of) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, await theKey(), nonce, { authTagLength: TAG_BYTES })
      cipher.setAAD(Buffer.from(of))
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return PREFIX + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
    },
    async open(sealed, of) {
      const bytes = Buffer.from(sealed.slice(PREFIX.length), 'base64url')
      if (!sealed.startsWith(PREFIX) || bytes.length < NONCE_BYTES + TAG_BYTES) throw unopened(of)
      const options = { authTagLength: TAG_BYTES }
      const cipher = createDecipheriv(CIPHER, await theKey(), bytes.subarray(0, NONCE_BYTES), options)
      cipher.setAAD(Buffer.from(of))
      cipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      try {
        const text = cipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES))
        return Buffer.concat([text, cipher.final()]).toString('utf8')
      } catch (error) {
        throw unopened(of, error)
      }
    },
  }
}
