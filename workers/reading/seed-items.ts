import { z } from 'zod'
import { Dna } from '#lib/domain/artefacts/dna.ts'
import { SeedProfile } from '#lib/domain/artefacts/seed-profile.ts'
import { DIRECTIONS, METRICS, MODALITIES, TASK_TYPES } from '#lib/domain/vocabulary.ts'
import type { ParsedSeed } from '#lib/packs/read-seeds.ts'

const Parsed: z.ZodType<ParsedSeed> = z.object({
  folder: z.string(),
  slug: z.string(),
  title: z.string(),
  modality: z.enum(MODALITIES),
  taskType: z.enum(TASK_TYPES),
  metric: z.enum(METRICS),
  direction: z.enum(DIRECTIONS),
  target: z.string(),
  idColumn: z.string(),
  description: z.string(),
  source: z.string(),
  licence: z.string(),
  attribution: z.string(),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
  contentHash: z.string(),
  evalOverlap: z.string().nullable(),
})

const Bytes: z.ZodType<Uint8Array> = z.instanceof(Uint8Array)

/** What the reader of an archive of seeds gives: the files of a seed in pieces, then the seed; or why it is none. */
export const SeedItem = z.discriminatedUnion('type', [
  z.object({ type: z.literal('piece'), bytes: Bytes, isLast: z.boolean() }),
  z.object({
    type: z.literal('seed'),
    seed: Parsed,
    dna: Dna,
    profile: SeedProfile.nullable(),
    warnings: z.array(z.string()),
  }),
  z.object({
    type: z.literal('refused'),
    refused: z.object({
      folder: z.string(),
      file: z.string().nullable(),
      reason: z.string(),
      fix: z.string(),
    }),
  }),
])
export type SeedItem = z.infer<typeof SeedItem>
