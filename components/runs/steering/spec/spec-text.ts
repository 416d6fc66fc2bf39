import { z } from 'zod'
import type { DomainColumn } from '#lib/domain/artefacts/domain-record.ts'
import { Spec, type SpecColumn, SpecPicture } from '#lib/domain/artefacts/spec.ts'
import type { SpecDraft } from '#lib/domain/spec-check.ts'

/**
 * What a form shows while it is being typed in: the fields that people type may hold anything of their type, as half a
 * number or an empty title is not worth losing the form. Their limits are told when the spec is saved.
 */
const Typed = Spec.omit({ secret: true }).extend({
  title: z.string(),
  entity: z.string(),
  stakeholder: z.string(),
  rows: Spec.shape.rows.extend({ train: z.number(), test: z.number() }),
  ordinary: Spec.shape.ordinary.unwrap().extend({ share: z.number() }).optional(),
  picture: SpecPicture.extend({ side: z.number() }).optional(),
})

/** The spec that a text holds, its typed fields as they are; null where it holds none. */
export function readSpec(text: string): SpecDraft | null {
  try {
    const parsed = Typed.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

export const writeSpec = (spec: SpecDraft): string => `${JSON.stringify(spec, null, 2)}\n`

/** Another column of the domain in the place of one, wherever a mechanism reads it. */
export function withColumn(spec: SpecDraft, at: number, next: DomainColumn): SpecDraft {
  const old = spec.columns[at]
  if (old === undefined) return spec
  const { table, missingRate } = old
  const column = { ...next, table, missingRate } as SpecColumn
  const renamed = (name: string) => (name === old.name ? next.name : name)
  return {
    ...spec,
    columns: spec.columns.map((one, place) => (place === at ? column : one)),
    mechanisms: spec.mechanisms.map((one) => ({
      ...one,
      columns: Object.fromEntries(Object.entries(one.columns).map(([role, name]) => [role, renamed(name)])),
    })),
  }
}

/** A mechanism of a spec with some of it changed. */
export const withMechanism = (
  spec: SpecDraft,
  at: number,
  change: Partial<SpecDraft['mechanisms'][number]>,
): SpecDraft => ({
  ...spec,
  mechanisms: spec.mechanisms.map((one, place) => (place === at ? { ...one, ...change } : one)),
})
