import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { crc32 } from 'node:zlib'
import { fixed64, message, number, text } from '#lib/training/parsers/tensorboard/event-file.fixture.ts'

/** Builds files of trackers byte by byte, as their own writers do. */

const BLOCK = 32 * 1024
const HEAD = 7
const HEADS = {
  wandb: [0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0],
  swanlab: [0x3a, 0x53, 0x57, 0x4c, 0xd6, 0xe1, 2],
}

function chunk(kind: number, data: Uint8Array): Buffer {
  const head = Buffer.alloc(HEAD)
  head.writeUInt32LE(crc32(Buffer.concat([Buffer.from([kind]), data])), 0)
  head.writeUInt16LE(data.length, 4)
  head[6] = kind
  return Buffer.concat([head, data])
}

/** A log of records in blocks of 32 KiB. */
export function blockLog(of: keyof typeof HEADS, records: readonly (readonly number[])[]): Buffer {
  const parts: Buffer[] = [Buffer.from(HEADS[of])]
  let at = HEAD
  const put = (part: Buffer) => {
    parts.push(part)
    at = (at + part.length) % BLOCK
  }
  for (const record of records) {
    let left = Uint8Array.from(record)
    for (let isFirst = true; isFirst || left.length > 0; isFirst = false) {
      if (BLOCK - at < HEAD) put(Buffer.alloc(BLOCK - at))
      const room = Math.min(left.length, BLOCK - at - HEAD)
      const isLast = room === left.length
      put(chunk(isFirst ? (isLast ? 1 : 2) : isLast ? 4 : 3, left.subarray(0, room)))
      left = left.subarray(room)
      if (isLast) break
    }
  }
  return Buffer.concat(parts)
}

const item = (name: string, json: string) => [...message(2, text(name)), ...message(16, text(json))]
type Items = Record<string, string>
const items = (of: Items) => Object.entries(of).flatMap(([name, json]) => message(1, item(name, json)))

export const wandb = {
  run: (id: string, name: string, config: Items) =>
    message(17, [...message(1, text(id)), ...message(8, text(name)), ...message(4, items(config))]),
  history: (step: number, values: Items) =>
    message(2, [
      ...items({ ...values, _step: String(step), _runtime: '1.5' }),
      ...message(2, number(1, step)),
    ]),
}
export const swanlab = {
  run: (id: string, name: string) => message(10, [...message(4, text(name)), ...message(10, text(id))]),
  scalar: (key: string, step: number, value: number, seconds: number) =>
    message(13, [
      ...message(1, text(key)),
      ...number(2, step),
      ...number(3, 1),
      ...message(4, number(1, seconds)),
      ...message(5, fixed64(1, value)),
    ]),
}

type TrackioRow = { runId: string; name: string; step: number; metrics: string; time: string }
/** A database as trackio makes it, by SQLite itself. */
export const trackioDatabase = (rows: readonly TrackioRow[], configs: Record<string, string> = {}): Buffer =>
  sqliteFile((database) => {
    makeTables(database)
    addRows(database, rows)
    const insertConfig = database.prepare('INSERT INTO configs (run_id, config) VALUES (?, ?)')
    for (const [runId, config] of Object.entries(configs)) insertConfig.run(runId, Buffer.from(config))
  })

function makeTables(database: DatabaseSync): void {
  database.exec(`CREATE TABLE metrics (
      id INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL, timestamp TEXT NOT NULL,
      run_name TEXT NOT NULL, step INTEGER NOT NULL, metrics TEXT NOT NULL, log_id TEXT)`)
  database.exec('CREATE TABLE configs (id INTEGER PRIMARY KEY, run_id TEXT, config TEXT, UNIQUE(run_id))')
  database.exec('CREATE INDEX by_step ON metrics(run_id, step)')
}

function addRows(database: DatabaseSync, rows: readonly TrackioRow[]): void {
  const insert = database.prepare(
    'INSERT INTO metrics (run_id, timestamp, run_name, step, metrics) VALUES (?, ?, ?, ?, ?)',
  )
  for (const { runId, name, step, metrics, time } of rows) insert.run(runId, time, name, step, metrics)
}

/** A database as it lies on the disk while a dashboard has it open: `taken` in the file, `kept` in its -wal file. */
export function openTrackioDatabase(
  taken: readonly TrackioRow[],
  kept: readonly TrackioRow[],
  pageSize = 4096,
) {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite-'))
  try {
    const path = join(folder, 'p.db')
    const database = new DatabaseSync(path)
    database.exec(`PRAGMA page_size = ${pageSize}; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;
      PRAGMA synchronous = OFF`)
    makeTables(database)
    addRows(database, taken)
    database.exec('PRAGMA wal_checkpoint(RESTART)')
    addRows(database, kept)
    const read = (end: string) => readFileSync(`${path}${end}`)
    const files = { db: read(''), wal: read('-wal'), shm: read('-shm') }
    database.close()
    return files
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export function sqliteFile(fill: (database: DatabaseSync) => void): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite-'))
  try {
    const path = join(folder, 'a.db')
    const database = new DatabaseSync(path)
    fill(database)
    database.close()
    return readFileSync(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
