import type pg from 'pg'

/** Signature, flags and length of the extension of PostgreSQL's binary COPY format. */
const HEADER_BYTES = 19
const END = -1

/** Tuples of a stream in the binary COPY format; each field is a view into a message, null for NULL. */
function createTupleReader(onTuple: (fields: (Buffer | null)[]) => void): (message: Buffer) => void {
  let rest = Buffer.alloc(0)
  let isStarted = false
  return (message) => {
    const bytes = rest.length === 0 ? message : Buffer.concat([rest, message])
    let at = 0
    if (!isStarted && bytes.length >= HEADER_BYTES) {
      isStarted = true
      at = HEADER_BYTES
    }
    for (let tuple = isStarted ? tupleAt(bytes, at) : null; tuple !== null; tuple = tupleAt(bytes, at)) {
      onTuple(tuple.fields)
      at = tuple.end
    }
    // The parser of the connection writes over its buffer: what waits for the next message is copied.
    rest = Buffer.from(bytes.subarray(at))
  }
}

function tupleAt(bytes: Buffer, start: number): { fields: (Buffer | null)[]; end: number } | null {
  if (bytes.length < start + 2) return null
  const count = bytes.readInt16BE(start)
  if (count === END) return null
  const fields: (Buffer | null)[] = []
  let at = start + 2
  for (let i = 0; i < count; i++) {
    if (bytes.length < at + 4) return null
    const length = bytes.readInt32BE(at)
    at += 4
    if (length < 0) {
      fields.push(null)
      continue
    }
    if (bytes.length < at + length) return null
    fields.push(bytes.subarray(at, at + length))
    at += length
  }
  return { fields, end: at }
}

type Wire = { query(text: string): void }
/** What the driver calls on a query of one's own making. */
type CopyQuery = {
  submit(connection: unknown): void
  handleCopyData(message: { chunk: Buffer }): void
  handleError(error: Error): void
  handleReadyForQuery(): void
  handleRowDescription(): void
  handleDataRow(): void
  handleCommandComplete(): void
  handleEmptyQuery(): void
}

/**
 * Rows of a query as raw bytes, by COPY in its binary form: the driver reads rows of a plain query as text, which
 * doubles the bytes of packed columns. `map` must copy what it keeps. COPY takes no parameters: `select` holds
 * nothing that a caller did not check.
 */
export async function copyOut<T>(
  pool: pg.Pool,
  select: string,
  map: (fields: readonly (Buffer | null)[]) => T,
): Promise<T[]> {
  const client = await pool.connect()
  try {
    return await new Promise<T[]>((resolve, reject) => {
      const rows: T[] = []
      const read = createTupleReader((fields) => rows.push(map(fields)))
      const nothing = () => undefined
      const query: CopyQuery = {
        submit: (connection) => (connection as Wire).query(`copy (${select}) to stdout (format binary)`),
        handleCopyData: ({ chunk }) => read(chunk),
        handleError: reject,
        handleReadyForQuery: () => resolve(rows),
        handleRowDescription: nothing,
        handleDataRow: nothing,
        handleCommandComplete: nothing,
        handleEmptyQuery: nothing,
      }
      client.query(query)
    })
  } finally {
    client.release()
  }
}
