import { z } from 'zod'
import { AUTHOR } from '#lib/domain/artefacts/author-target.ts'
import { MEANINGS, RHYTHMS } from '#lib/domain/artefacts/meanings.ts'
import { Slug } from '#lib/domain/artefacts/names.ts'
import { Line, Prose } from '#lib/domain/text.ts'
import { METRICS, MODALITIES, TASK_TYPES } from '#lib/domain/vocabulary.ts'

/** What `python -m sandmle.catalogue` prints: mechanism metadata crosses the language line once, here. */
export const MechanismMeta = z.strictObject({
  id: Slug,
  title: Line,
  modality: z.enum(MODALITIES),
  tasks: z.array(z.enum(TASK_TYPES)).min(1),
  /** Columns that the mechanism needs; the strategist binds a domain column of that kind to each. */
  roles: z.array(
    z.strictObject({
      name: Slug,
      kind: z.enum(['numeric', 'categorical', 'date', 'text', 'path']),
      /** 'main' or the mechanism's child table. */
      table: Line,
      /** Numeric: the mechanism needs strictly positive values. */
      positive: z.boolean(),
      /** Categorical: fewest and most levels that make sense. */
      levels: z.tuple([z.int(), z.int()]).nullable(),
      /** What its column may measure, of a date which rhythm it follows; absent: anything but a place on a map. */
      meanings: z
        .array(z.enum([...MEANINGS, ...RHYTHMS]))
        .min(1)
        .optional(),
      /** The role whose column is divided by this one: their quotient must be a rate or a proportion. */
      divides: Slug.optional(),
      /** The numerator of a ratio: the category tells which value of that ratio is normal. */
      norms: Slug.optional(),
    }),
  ),
  /** Monotone difficulty: level 0 easiest. `turns` = rejection reasons that raising (+1) or lowering (-1) answers. */
  knobs: z.array(
    z.strictObject({
      name: Slug,
      levels: z.int().min(2).max(10),
      default: z.int().min(0),
      raiseOn: z.array(z.string()),
      lowerOn: z.array(z.string()),
    }),
  ),
  /** One true but vague sentence for the statement; never a constant of the rule. */
  hint: Prose,
  /**
   * The same in other words, of which a statement takes one: clauses that can stand behind "that", with `{role}` where
   * the column of a role is named. Absent where a model thought the mechanism out.
   */
  hints: z.array(Prose).min(8).optional(),
  /** Where the rule only makes sense for a target of its own: who wrote the texts. */
  target: z.literal(AUTHOR).optional(),
  /** Acts only in worlds that say why, and through which columns. */
  caused: z.literal(true).optional(),
  skills: z.array(Line).min(1),
  /** May it share a task with other mechanisms of its modality? */
  combinable: z.boolean(),
  /** Words that, in a seed's text or headers, make this mechanism likelier. */
  keywords: z.array(Line),
})
export type MechanismMeta = z.infer<typeof MechanismMeta>

export const Catalogue = z.strictObject({
  format: z.literal('sandmle-catalogue/1'),
  /** sha256 over the engine's source files. */
  engineVersion: z.string().regex(/^[0-9a-f]{64}$/),
  mechanisms: z.array(MechanismMeta).min(1),
  metrics: z.array(z.enum(METRICS)).min(1),
})
export type Catalogue = z.infer<typeof Catalogue>
