import { crc32, deflateRawSync } from 'node:zlib'

/** One entry of a hand-made zip; every header field can lie. */
export type RawEntry = {
  name: string | Buffer
  content?: Uint8Array | string
  /** 0 stored, 8 deflated. */
  method?: number
  flags?: number
  /** Unix mode in the external attributes, for example 0o120777 for a link. */
  mode?: number
  crc?: number
  packedSize?: number
  size?: number
  /** Points the central directory at another local header. */
  offset?: number
}

/** Writes a zip byte by byte, so that tests can build archives that no ordinary program makes. */
export function rawZip(
  entries: readonly RawEntry[],
  options: { count?: number; prefix?: string; tail?: string } = {},
): Buffer {
  const parts: Buffer[] = [Buffer.from(options.prefix ?? '')]
  const central: Buffer[] = []
  let at = parts[0]?.length ?? 0
  for (const entry of entries) {
    const { local, body, directory } = encode(entry, entry.offset ?? at)
    parts.push(local, body)
    central.push(directory)
    at += local.length + body.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  const count = Math.min(options.count ?? entries.length, 0xffff)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, directory, end, Buffer.from(options.tail ?? '')])
}

function encode(entry: RawEntry, offset: number) {
  const name = Buffer.isBuffer(entry.name) ? entry.name : Buffer.from(entry.name, 'utf8')
  const content = Buffer.from(entry.content ?? 'x')
  const method = entry.method ?? 8
  const body = method === 8 ? deflateRawSync(content) : content
  const facts = Buffer.alloc(24)
  facts.writeUInt16LE(20, 0)
  facts.writeUInt16LE(entry.flags ?? 0x0800, 2)
  facts.writeUInt16LE(method, 4)
  facts.writeUInt32LE(0x00210000, 6)
  facts.writeUInt32LE((entry.crc ?? crc32(content)) >>> 0, 10)
  facts.writeUInt32LE(entry.packedSize ?? body.length, 14)
  facts.writeUInt32LE(entry.size ?? content.length, 18)
  facts.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), facts, Buffer.alloc(2), name])
  const head = Buffer.from([0x50, 0x4b, 1, 2, 20, 3])
  const rest = Buffer.alloc(16)
  rest.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 8)
  rest.writeUInt32LE(offset, 12)
  return { local, body, directory: Buffer.concat([head, facts, rest, name]) }
}
