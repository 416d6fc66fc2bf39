import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { GATE_IDS, type GateId } from '#lib/domain/gates.ts'
import { CERTIFICATE_KINDS } from '#lib/domain/vocabulary.ts'

const File = z.string().min(1)

/** One thing that is done to the files of a clean environment. */
const Edit = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('replace'), file: File, find: z.string().min(1), put: z.string() }),
  /** One cell of a table by line (1 = header) and column (0 = id). */
  z.strictObject({ do: z.literal('cell'), file: File, line: z.int(), column: z.int(), put: z.string() }),
  z.strictObject({ do: z.literal('drop-line'), file: File, line: z.int() }),
  z.strictObject({ do: z.literal('copy'), from: File, file: File }),
  /** The file `from` that lies beside the description. */
  z.strictObject({ do: z.literal('write'), file: File, from: File }),
  z.strictObject({ do: z.literal('delete'), file: File }),
  /** Runs the edited generator, so that the planted fault is what the environment was frozen with. */
  z.strictObject({ do: z.literal('regenerate') }),
])
export type Edit = z.infer<typeof Edit>

/** `plant.json`: what is planted in the clean environment, and what must notice it. */
const Description = z.strictObject({
  plants: z.string().min(10),
  certificate: z.enum(CERTIFICATE_KINDS).default('quick'),
  edits: z.array(Edit).min(1),
  /** Whether task.json and MANIFEST.json are made again over the edited files, as whoever planted it would. */
  refreeze: z.boolean().default(true),
  /** The check of the folder's gate that must fail, and the file that it must name (null: the task as a whole). */
  raises: z.strictObject({ check: z.string(), anchor: File.nullable() }),
  /** Earlier gates that cannot help noticing it too. */
  also: z.array(z.enum(GATE_IDS)).default([]),
})
export type NegativeCase = z.infer<typeof Description> & {
  gate: GateId
  name: string
  /** Text of a file beside the description. */
  read: (name: string) => string
}

const ROOT = fileURLToPath(new URL('museum', import.meta.url))
const folders = (path: string) =>
  readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))

/** All planted faults: `museum/<gate>/<name>/plant.json`. */
export function readNegativeCases(): NegativeCase[] {
  return folders(ROOT).flatMap((folder) => {
    const gate = z.enum(GATE_IDS).parse(folder)
    return folders(`${ROOT}/${folder}`).map((name): NegativeCase => {
      const read = (file: string) => readFileSync(`${ROOT}/${folder}/${name}/${file}`, 'utf8')
      return { ...Description.parse(JSON.parse(read('plant.json'))), gate, name, read }
    })
  })
}
