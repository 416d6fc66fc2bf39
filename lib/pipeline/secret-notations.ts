import { wordsOf } from '#lib/pipeline/task-secret.ts'

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'
/** Shorter numbers appear in any table. */
const FEWEST_DIGITS = 7

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${hex(bytes)}`)
const turned = (text: string): string => [...text].reverse().join('')

/** Text without what separates digits, with the marks of hexadecimal numbers and without; case and wide forms folded. */
function packed(text: string): string[] {
  const folded = text.normalize('NFKC').toLowerCase()
  return [folded.replaceAll(/[^a-z0-9]/g, ''), folded.replaceAll(/0x|\\x|[^a-z0-9]/g, '')]
}

/** Numbers below 256 in a row, as lists of bytes are written. */
const byteList = (text: string): string => ` ${text.replaceAll(/\D+/g, ' ')} `

/** The middle of a base64 text, where it does not depend on what stands before and after the bytes. */
function base64Cores(bytes: Uint8Array): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '')
    return text.slice(before === 0 ? 0 : before + 1, Math.floor(((before + bytes.length) * 8) / 6))
  })
}

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32[Number.parseInt(five, 2)]).join('')
}

function notationsOf(secret: string) {
  const whole = Buffer.from(secret, 'hex')
  const words = wordsOf(secret).map((_, at) => whole.subarray(4 * at, 4 * at + 4))
  const halves = [whole.subarray(0, 8), whole.subarray(8)]
  const both = (bytes: Uint8Array) => [bytes, Uint8Array.from(bytes).reverse()]
  const numbers = [...words, ...halves, whole].flatMap(both)
  const written = numbers.flatMap((bytes) => {
    const value = numberOf(bytes)
    const bits = BigInt(8 * bytes.length)
    const below = (1n << bits) - value
    const decimal = [value, below].map(String)
    const others = [value.toString(8), value.toString(2).padStart(Number(bits), '0'), value.toString(36)]
    return [hex(bytes), ...decimal, ...others]
  })
  const digits = written.filter((one) => one.length >= FEWEST_DIGITS)
  const texts = [...both(whole), Buffer.from(secret), Buffer.from(secret.toUpperCase())]
  return {
    packed: [...digits, ...digits.map(turned), ...texts.map(base32)],
    exact: [...texts, ...halves.flatMap(both)].flatMap(base64Cores),
    lists: words.flatMap(both).map((bytes) => ` ${[...bytes].join(' ')} `),
  }
}

/**
 * Whether a text holds a task's secret, or 32 bits of it, in a notation that programs write: the last look before
 * files of a finished task are shown to a model. What a model's program says goes through a trial secret instead.
 */
export function tellsSecret(text: string, secret: string): boolean {
  const notations = notationsOf(secret)
  const [plain, exact, list] = [packed(text), text.replaceAll(/[^A-Za-z0-9+/\-_]/g, ''), byteList(text)]
  const url = exact.replaceAll('-', '+').replaceAll('_', '/')
  return (
    notations.packed.some((one) => plain.some((form) => form.includes(one))) ||
    notations.exact.some((one) => url.includes(one)) ||
    notations.lists.some((one) => list.includes(one))
  )
}
