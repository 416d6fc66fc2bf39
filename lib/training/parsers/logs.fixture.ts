import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LogFile, ParsedRun } from '#lib/training/parsers/parsed-run.ts'
import { type LogReading, readLogs } from '#lib/training/parsers/read-logs.ts'

export const FIXTURES = join(import.meta.dirname, 'fixtures')

/** A file whose bytes come in pieces of a size that cuts lines, numbers and characters. */
export function fileOf(path: string, content: string | Uint8Array, pieceBytes = 7): LogFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return {
    path,
    bytes: bytes.length,
    async *open() {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
    },
  }
}

/** A file of the fixture folder, under its own or another path. */
export const fixture = (name: string, path = name.slice(name.lastIndexOf('/') + 1)): LogFile =>
  fileOf(path, readFileSync(join(FIXTURES, name)))

/** All that an upload of these files gives. */
export async function readAll(
  files: readonly LogFile[],
  options: Partial<Parameters<typeof readLogs>[1]> = {},
): Promise<LogReading & { formats: (string | null)[] }> {
  const all: LogReading & { formats: (string | null)[] } = {
    files: [],
    format: null,
    runs: [],
    refused: [],
    warnings: [],
    formats: [],
  }
  for await (const step of readLogs(files, { name: null, uploadName: 'upload', ...options })) {
    if (step.kind === 'source') continue
    const { reading } = step
    all.files.push(...reading.files)
    if (reading.format !== null) all.formats.push(reading.format)
    all.runs.push(...reading.runs)
    all.refused.push(...reading.refused)
    all.warnings.push(...reading.warnings)
  }
  return all
}

type Plain = { steps: number[]; values: number[]; times?: number[] }
/** Points of a run by metric, segment by segment, as plain lists. */
export const plainOf = (run: ParsedRun | undefined): Record<string, Plain>[] =>
  (run?.segments ?? []).map(({ series }) =>
    Object.fromEntries(
      [...series].map(([key, { steps, values, times }]) => [
        key,
        { steps: [...steps], values: [...values], ...(times ? { times: [...times] } : {}) },
      ]),
    ),
  )
