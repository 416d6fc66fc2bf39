import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Slug } from '#lib/domain/artefacts/names.ts'
import { METRICS, MODALITIES, MODEL_ROLES, type ModelRole } from '#lib/domain/vocabulary.ts'

const Count = z.int().min(0)

/** `cassette.json`: which text answers which role, repair and turn. Written by people, and says so. */
const Cassette = z.strictObject({
  title: z.string().min(1),
  authored: z.literal(true),
  seed: Slug,
  modality: z.enum(MODALITIES),
  metric: z.enum(METRICS),
  replies: z
    .array(
      z.strictObject({
        role: z.enum(MODEL_ROLES),
        repair: Count,
        turn: Count,
        file: z.string().regex(/^[\w-][\w.-]*$/, 'is not a plain file name'),
      }),
    )
    .min(1),
})
export type Cassette = z.infer<typeof Cassette>
export type CassetteReply = Cassette['replies'][number]

/** A cassette that cannot be played; the message is for whoever wrote or asked for it. */
export class CassetteProblem extends Error {
  readonly status: 404 | 500

  constructor(status: 404 | 500, message: string) {
    super(message)
    this.name = 'CassetteProblem'
    this.status = status
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** The names of all cassettes below `dir`, sorted. */
export async function listCassettes(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory() && Slug.safeParse(entry.name).success)
  const kept = await Promise.all(
    folders.map(({ name }) =>
      readFile(join(dir, name, 'cassette.json')).then(
        () => [name],
        () => [],
      ),
    ),
  )
  return kept.flat().sort()
}

/** Reads a cassette afresh, so that an edited one is played at once. @throws CassetteProblem. */
export async function loadCassette(dir: string, name: string): Promise<Cassette> {
  const path = join(dir, name, 'cassette.json')
  const text = await readFile(path, 'utf8').catch(async (error: unknown) => {
    if (!isMissing(error)) throw error
    const known = (await listCassettes(dir)).join(', ') || 'none'
    throw new CassetteProblem(404, `There is no cassette ${name}. The cassettes here: ${known}.`)
  })
  try {
    const read = Cassette.safeParse(JSON.parse(text))
    if (read.success) return read.data
    throw new CassetteProblem(500, `${name}/cassette.json: ${z.prettifyError(read.error)}`)
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new CassetteProblem(500, `${name}/cassette.json is not JSON: ${error.message}`)
    throw error
  }
}

/** The reply for a role at a repair and turn: its own, else the highest lower repair, then the highest lower turn. */
export function replyFor(
  cassette: Cassette,
  wanted: { role: ModelRole; repair: number; turn: number },
): CassetteReply | null {
  return cassette.replies
    .filter(
      ({ role, repair, turn }) => role === wanted.role && repair <= wanted.repair && turn <= wanted.turn,
    )
    .reduce<CassetteReply | null>(
      (best, reply) =>
        best && (best.repair > reply.repair || (best.repair === reply.repair && best.turn >= reply.turn))
          ? best
          : reply,
      null,
    )
}

/** The text of a reply. @throws CassetteProblem when the file is not there. */
export const readReply = (dir: string, name: string, reply: CassetteReply): Promise<string> =>
  readFile(join(dir, name, reply.file), 'utf8').catch((error: unknown) => {
    if (!isMissing(error)) throw error
    throw new CassetteProblem(500, `${name}/${reply.file} is named in cassette.json but is not there.`)
  })
