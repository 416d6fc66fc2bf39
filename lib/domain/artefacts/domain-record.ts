import { z } from 'zod'
import { ColumnName, Slug } from '#lib/domain/artefacts/names.ts'

const Numeric = z.strictObject({
  kind: z.literal('numeric'),
  name: ColumnName,
  unit: z.string().max(20),
  low: z.number(),
  high: z.number(),
  shape: z.enum(['normal', 'uniform', 'gamma', 'lognormal', 'beta', 'integer']),
})
const Categorical = z.strictObject({
  kind: z.literal('categorical'),
  name: ColumnName,
  categories: z.array(z.string().min(1).max(40)).min(2).max(12),
})
const Column = z.discriminatedUnion('kind', [Numeric, Categorical])
export type DomainColumn = z.infer<typeof Column>

/** A world that a task can be set in: rows, columns with units, words. Invented detail, no real persons or places. */
export const DomainRecord = z.strictObject({
  id: Slug,
  title: z.string(),
  entity: z.string(),
  stakeholder: z.string(),
  columns: z.array(Column).min(10).max(14),
  /** A column of many levels, written `<prefix>01`, `<prefix>02`, ... */
  group: z.strictObject({ name: ColumnName, prefix: z.string().max(3) }),
  date: z.strictObject({ name: ColumnName, start: z.iso.date() }),
  child: z.strictObject({
    table: ColumnName,
    row: z.string(),
    date: ColumnName,
    columns: z.array(Column).min(2),
  }),
  targets: z.strictObject({
    binary: z.strictObject({ name: ColumnName, classes: z.tuple([z.string(), z.string()]) }),
    multiclass: z.strictObject({ name: ColumnName, classes: z.array(z.string()).min(3).max(8) }),
    ordinal: z.strictObject({ name: ColumnName, meaning: z.string() }),
    regression: z.strictObject({ name: ColumnName, unit: z.string() }),
  }),
  picture: z.string(),
  note: z.string(),
  words: z.strictObject({
    subjects: z.array(z.string()).min(4),
    praise: z.array(z.string()).min(4),
    complaint: z.array(z.string()).min(4),
  }),
  /** Words that, when a mechanism's metadata has them, make it likelier here. */
  affinities: z.array(z.string()),
})
export const DomainFamily = z.strictObject({ family: Slug, domains: z.array(DomainRecord).min(1) })
export type Domain = z.infer<typeof DomainRecord> & { family: string }
