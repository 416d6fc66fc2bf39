import { isUtf8 } from 'node:buffer'
import type { BodyLimit } from '#lib/contracts/endpoint.ts'
import { AppError, invalid } from '#lib/domain/errors.ts'
import { refuseTexts } from '#lib/http/refuse-texts.ts'

const KIB = 1024
/** For routes that name no other: forms, filters, lists of ids. */
export const SMALL_BODY: BodyLimit = { bytes: 256 * KIB, values: 20_000 }
/** For people who have not signed in: a link, a name, an address, a password. */
export const TINY_BODY: BodyLimit = { bytes: 4 * KIB, values: 20, readMs: 5_000 }

/** No form of ours is deeper. */
const MAX_DEPTH = 32
/** A body that is small enough to be in memory comes at once, or its sender holds a place for nothing. */
const READ_MS = 30_000

const sized = (bytes: number): string =>
  bytes >= KIB * KIB ? `${bytes / (KIB * KIB)} MiB` : `${bytes / KIB} KiB`
const tooLarge = ({ bytes }: BodyLimit) =>
  new AppError('too-large', `The body is larger than ${sized(bytes)}. Send less, or in several requests.`)

/** The parts of a body as they come. Ends with the client, and where it takes longer than `readMs`. */
async function* partsOf(body: ReadableStream<Uint8Array>, readMs: number): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  let late = false
  const timer = setTimeout(() => {
    late = true
    void reader.cancel().catch(() => undefined)
  }, readMs)
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw invalid('The body broke off. Send it again.')
      })
      if (late) throw invalid(`The body did not arrive within ${readMs / 1000} seconds. Send it again.`)
      if (done) return
      yield value
    }
  } finally {
    clearTimeout(timer)
    void reader.cancel().catch(() => undefined)
  }
}

/** The bytes of a body; a longer one is refused by what it announces, else before more of it is read. */
async function bytesOf(request: Request, limit: BodyLimit): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > limit.bytes) throw tooLarge(limit)
  const parts: Uint8Array[] = []
  if (request.body === null) return Buffer.alloc(0)
  let bytes = 0
  for await (const part of partsOf(request.body, limit.readMs ?? READ_MS)) {
    bytes += part.length
    if (bytes > limit.bytes) throw tooLarge(limit)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c]
const OPENS = new Set([0x5b, 0x7b])
const CLOSES = new Set([0x5d, 0x7d])

/** Place behind the text that begins after `start`, or the end where it has none. */
function endOfText(json: Uint8Array, start: number): number {
  for (let quote = json.indexOf(QUOTE, start); quote !== -1; quote = json.indexOf(QUOTE, quote + 1)) {
    let before = quote - 1
    while (before >= start && json[before] === BACKSLASH) before--
    if ((quote - before) % 2 === 1) return quote + 1
  }
  return json.length
}

/** Refuses JSON that is deeper or has more values than any of ours, in one pass, before anything is made of it. */
export function guardShape(json: Uint8Array, { values }: Pick<BodyLimit, 'values'>): void {
  let [depth, count] = [0, 1]
  for (let at = 0; at < json.length; at++) {
    const byte = json[at] ?? 0
    if (byte === QUOTE) at = endOfText(json, at + 1) - 1
    else if (byte === COMMA || OPENS.has(byte)) count++
    if (OPENS.has(byte) && ++depth > MAX_DEPTH)
      throw invalid(`The body nests deeper than ${MAX_DEPTH} levels.`)
    if (CLOSES.has(byte)) depth--
    if (count > values)
      throw new AppError(
        'too-large',
        `The body holds more than ${values} values. Send it in several requests.`,
      )
  }
}

const SPACES = new Set([0x20, 0x09, 0x0a, 0x0d])
const firstOf = (bytes: Uint8Array): number => bytes.find((byte) => !SPACES.has(byte)) ?? 0

/** Texts that cannot be stored are refused, but where programs wrote them: there the verb marks them. */
export type Texts = 'refused' | 'marked-by-verb'

/** The body as a JSON object, within limits; an empty one is an empty object. */
export async function readJson(
  request: Request,
  limit: BodyLimit,
  texts: Texts = 'refused',
): Promise<object> {
  const bytes = await bytesOf(request, limit)
  if (bytes.length === 0) return {}
  if (!isUtf8(bytes)) throw invalid('The body is not UTF-8.')
  // What holds no values, a table that was sent as it is, say, must not be told that it holds too many.
  if (OPENS.has(firstOf(bytes))) guardShape(bytes, limit)
  let body: unknown
  try {
    body = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw invalid('The body is not JSON. Send a JSON object.')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalid('The body must be a JSON object.')
  if (texts === 'refused') refuseTexts(body)
  return body
}
