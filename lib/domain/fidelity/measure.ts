import { z } from 'zod'
import type { Dna } from '#lib/domain/artefacts/dna.ts'
import { isKnown } from '#lib/domain/artefacts/told-dna.ts'
import type { Compared, Measured } from '#lib/domain/fidelity/compare.ts'
import { PARTS, type Part, type PartId } from '#lib/domain/fidelity/parts.ts'

export const PART_IDS = Object.keys(PARTS) as [PartId, ...PartId[]]

/** How much of a seed's structure a task keeps: part by part, and as the weighted mean of the parts. */
export const Fidelity = z.object({
  overall: z.number().min(0).max(1),
  parts: z.array(
    z.object({ part: z.enum(PART_IDS), seed: z.string(), task: z.string(), score: z.number().min(0).max(1) }),
  ),
})
export type Fidelity = z.infer<typeof Fidelity>

const isMeasured = (dna: Dna): dna is Measured => dna.structure !== undefined
const round = (value: number) => Math.round(value * 1e3) / 1e3

/** One part of two structures; null where neither has it, or where nothing is known of the seed's. */
function comparePart(part: Part, seed: Dna, task: Measured): Compared | null {
  if (part.field !== undefined) return isKnown(seed, part.field) ? part.compare(seed, task) : null
  return isMeasured(seed) ? part.compare(seed, task) : null
}

/**
 * Fidelity of a task to its seed; null where one of the two was read before it could be measured. To a seed without
 * data it is measured over what the seed tells of itself, and nothing else.
 */
export function measureFidelity(seed: Dna, task: Dna): Fidelity | null {
  if (!isMeasured(task) || !(isMeasured(seed) || seed.told !== undefined)) return null
  const parts = PART_IDS.flatMap((part) => {
    const compared = comparePart(PARTS[part], seed, task)
    return compared === null ? [] : [{ part, ...compared, score: round(compared.score) }]
  })
  const weight = parts.reduce((sum, { part }) => sum + PARTS[part].weight, 0)
  const kept = parts.reduce((sum, { part, score }) => sum + PARTS[part].weight * score, 0)
  return { overall: round(kept / weight), parts }
}
