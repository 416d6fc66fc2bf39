import { z } from 'zod'
import { PACK_LAYOUTS, SPLITS } from '#lib/contracts/packs.ts'
import { Slug } from '#lib/domain/artefacts/names.ts'
import { Thresholds } from '#lib/domain/artefacts/task.ts'
import { DIRECTIONS, METRICS, MODALITIES, TASK_TYPES } from '#lib/domain/vocabulary.ts'

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** `pack.json`: what the pack holds. No clock and no uuid: the same tasks give the same bytes. */
export const PackIndex = z.strictObject({
  format: z.literal('sandmle-pack/1'),
  slug: Slug,
  version: z.int().min(1),
  title: z.string(),
  layout: z.enum(PACK_LAYOUTS),
  disjoint: z.strictObject({ seeds: z.boolean(), mechanisms: z.boolean() }),
  warnings: z.array(z.string()),
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
