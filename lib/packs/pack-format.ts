import { z } from 'zod'
import { Slug } from '#lib/domain/artefacts/names.ts'
import { CONTRACT_KINDS, Thresholds } from '#lib/domain/artefacts/task.ts'
import { ProgramLimits } from '#lib/domain/runtime.ts'
import { PACK_LAYOUTS, SPLITS } from '#lib/domain/version.ts'
import { DIRECTIONS, METRICS, MODALITIES, TASK_TYPES } from '#lib/domain/vocabulary.ts'

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** A runtime by its hash; versions and limits are null where a task of an older time does not name them. */
const CertifiedRuntime = z.strictObject({
  hash: z.string(),
  versions: z.string().nullable(),
  program: ProgramLimits.nullable(),
  tasks: z.int().min(1),
})

/** `pack.json`: what the pack holds. No clock and no uuid: the same tasks give the same bytes. */
export const PackIndex = z.strictObject({
  format: z.literal('sandmle-pack/1'),
  slug: Slug,
  version: z.int().min(1),
  title: z.string(),
  layout: z.enum(PACK_LAYOUTS),
  disjoint: z.strictObject({ seeds: z.boolean(), mechanisms: z.boolean() }),
  warnings: z.array(z.string()),
  /** What the tasks were certified on; absent in packs of an older time. */
  runtimes: z.array(CertifiedRuntime).optional(),
  tasks: z.array(
    z.strictObject({
      /** Folder of the task in this pack. */
      id: Slug,
      slug: Slug,
      contentHash: Sha256,
      split: z.enum(SPLITS),
      title: z.string(),
      modality: z.enum(MODALITIES),
      task: z.enum(TASK_TYPES),
      metric: z.enum(METRICS),
      direction: z.enum(DIRECTIONS),
      thresholds: Thresholds,
      /** What agents are told while they work; absent in packs of an older time. */
      feedback: z.enum(CONTRACT_KINDS).optional(),
    }),
  ),
})
export type PackIndex = z.infer<typeof PackIndex>

/** The line format of `sha256sum`: 64 hex digits, two spaces, path. */
export const formatSums = (entries: readonly { path: string; sha256: string }[]): string =>
  entries.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('')

export function parseSums(text: string): Map<string, string> | null {
  const sums = new Map<string, string>()
  for (const line of text.split('\n')) {
    if (line === '') continue
    const match = /^([0-9a-f]{64}) {2}(.+)$/.exec(line)
    if (match === null) return null
    sums.set(match[2] ?? '', match[1] ?? '')
  }
  return sums
}
