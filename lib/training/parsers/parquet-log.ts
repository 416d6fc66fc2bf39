import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { type Compressors, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet'
import { collectNotes } from '#lib/training/parsers/notes.ts'
import type { LogFile, LogLimits, ParsedLog, XColumn } from '#lib/training/parsers/parsed-run.ts'
import { readRows } from '#lib/training/parsers/row-reader.ts'
import { tableColumns } from '#lib/training/parsers/table-columns.ts'
import { wholeFile } from '#lib/training/parsers/whole-file.ts'

const ROWS_AT_ONCE = 20_000
const COLUMNS = 20_000
const UNPACKED_BYTES = 2 ** 30

/** Pages say how long they are unpacked; more than that is never written. */
const bounded =
  (unpack: (input: Uint8Array, options: { maxOutputLength: number }) => Uint8Array) =>
  (input: Uint8Array, length: number): Uint8Array =>
    unpack(input, { maxOutputLength: Math.max(length, 1) })
const COMPRESSORS: Compressors = {
  GZIP: bounded(gunzipSync),
  ZSTD: bounded(zstdDecompressSync),
  BROTLI: bounded(brotliDecompressSync),
}

/** Columns that hold numbers, texts or times; lists and structures are left out. */
async function tableOf(buffer: ArrayBuffer) {
  const metadata = await parquetMetadataAsync(buffer)
  const columns = parquetSchema(metadata).children.filter((child) => child.children.length === 0)
  const unpacked = metadata.row_groups.reduce(
    (sum, group) =>
      sum +
      group.columns.reduce(
        (bytes, column) => bytes + Number(column.meta_data?.total_uncompressed_size ?? 0),
        0,
      ),
    0,
  )
  return {
    metadata,
    rows: Number(metadata.num_rows),
    columns: columns.map((child) => child.element.name),
    unpacked,
  }
}

/** Reads a parquet table with a step column: W&B's `wandb-history`, or any other. Null is a metric that is missing. */
export async function readParquetLog(
  file: LogFile,
  { name, limits, x }: { name: string; limits: LogLimits; x?: XColumn | null | undefined },
): Promise<ParsedLog> {
  const notes = collectNotes(file.path)
  const reader = readRows({ fallbackName: name, notes, limits, nulls: 'missing', x })
  let isWandb = false
  try {
    const buffer = await wholeFile(file)
    const { metadata, rows, columns, unpacked } = await tableOf(buffer)
    isWandb = columns.includes('_step')
    const rowOf = tableColumns(columns, columns, { notes, x })
    if (columns.length > COLUMNS || rows > limits.points || unpacked > UNPACKED_BYTES)
      notes.add(
        'size',
        null,
        `The table is too large (${rows} rows, ${columns.length} columns).`,
        'Export fewer metrics.',
      )
    else
      for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
        const to = Math.min(from + ROWS_AT_ONCE, rows)
        const options = {
          file: buffer,
          metadata,
          columns,
          compressors: COMPRESSORS,
          rowStart: from,
          rowEnd: to,
        }
        for (const [index, row] of (await parquetReadObjects(options)).entries())
          reader.row(rowOf(columns.map((one) => row[one])), `row ${from + index + 1}`)
      }
  } catch {
    // Whatever the decoder stumbles over is a fault of the file.
    notes.add(
      'parquet',
      null,
      'The parquet file is damaged or cut off, or packed in a way that is not read here.',
      'Write it again with snappy, gzip or zstd.',
    )
  }
  const read = reader.finish()
  return { format: isWandb ? 'wandb' : 'parquet', ...read, notes: notes.list() }
}
