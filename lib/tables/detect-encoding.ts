/** Encodings that are told apart here. Any other is refused. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gbk' | 'windows-1252'

export const ENCODING_WORDS: Record<Encoding, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16, little-endian',
  'utf-16be': 'UTF-16, big-endian',
  gbk: 'GBK (Chinese)',
  'windows-1252': 'Windows-1252 (Latin-1)',
}

/** The encoding that a mark at the beginning states; `unread` for UTF-32, which nobody sends on purpose. */
export function encodingOfMark(head: Uint8Array): Encoding | 'unread' | null {
  const [a, b, c, d] = head
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 && head.length > 3 ? 'unread' : 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  return null
}

const ZERO_SHARE = 0.3

/** UTF-16 without a mark: every other byte of plain text is zero. `binary` for zeros that stand anywhere. */
export function encodingOfZeros(head: Uint8Array): Encoding | 'binary' | null {
  const zeros = [0, 0]
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (even + odd === 0) return null
  if (even === 0 && odd > ZERO_SHARE * (head.length / 2)) return 'utf-16le'
  if (odd === 0 && even > ZERO_SHARE * (head.length / 2)) return 'utf-16be'
  return 'binary'
}

/** True where the bytes decode; a character that the end cuts is not a fault. */
function decodes(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

type Highs = {
  /** Bytes above ASCII, those of them that follow one another, and those in pairs as Chinese has them. */
  high: number
  joined: number
  paired: number
  /** Stretches of such bytes, and those with a plain letter on both sides, as inside a Western word. */
  runs: number
  inWords: number
  kana: number
  pairs: Set<number>
  highestLead: number
}

const isLetter = (byte = 0): boolean => (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)

/** How bytes above ASCII stand: alone as in Western text, or in pairs as in Chinese, Japanese and Korean. */
function lookAt(bytes: Uint8Array): Highs {
  const found: Highs = {
    high: 0,
    joined: 0,
    paired: 0,
    runs: 0,
    inWords: 0,
    kana: 0,
    pairs: new Set(),
    highestLead: 0,
  }
  for (let from = 0; from < bytes.length; from++) {
    if ((bytes[from] ?? 0) < 0x80) continue
    let to = from
    while ((bytes[to] ?? 0) >= 0x80) to++
    found.runs++
    found.high += to - from
    if (to - from > 1) found.joined += to - from
    if (isLetter(bytes[from - 1]) && isLetter(bytes[to])) found.inWords++
    countPairs(found, bytes.subarray(from, to))
    from = to
  }
  return found
}

function countPairs(found: Highs, run: Uint8Array): void {
  for (let at = 0; at + 1 < run.length; at += 2) {
    const [lead = 0, trail = 0] = run.subarray(at, at + 2)
    if (lead < 0xa1 || lead > 0xf7 || trail < 0xa1) continue
    found.paired += 2
    if (lead === 0xa4 || lead === 0xa5) found.kana++
    found.pairs.add(lead * 256 + trail)
    found.highestLead = Math.max(found.highestLead, lead)
  }
}

/** Chinese text of some length uses syllables behind this lead byte; Korean never does. */
const KOREAN_LEADS = 0xc8
const KOREAN_PAIRS = 12

/** True for UTF-8 in which a byte here and there is broken, as a cut or a faulty program leaves it. */
function isAlmostUtf8(bytes: Uint8Array): boolean {
  let good = 0
  let bad = 0
  for (const char of new TextDecoder('utf-8').decode(bytes)) {
    if (char === '\uFFFD') bad++
    else if (char > '\u007f') good++
  }
  return good > 0 && 10 * bad <= good
}

/**
 * The encoding of bytes of which at least one is not ASCII; null where it is none that can be told. Western text has its
 * accents alone between plain letters, so that whole words of high bytes belong to another alphabet.
 */
export function encodingOfBytes(bytes: Uint8Array): Encoding | null {
  if (decodes(bytes, 'utf-8') || isAlmostUtf8(bytes)) return 'utf-8'
  const { high, joined, paired, runs, inWords, kana, pairs, highestLead } = lookAt(bytes)
  if (paired >= 0.9 * high && inWords <= 0.3 * runs && decodes(bytes, 'gbk')) {
    const isOther = kana > 0.1 * paired || (highestLead <= KOREAN_LEADS && pairs.size >= KOREAN_PAIRS)
    return isOther ? null : 'gbk'
  }
  const isWestern = joined <= 0.4 * high || inWords >= 0.5 * runs
  return isWestern && decodes(bytes, 'windows-1252') ? 'windows-1252' : null
}
