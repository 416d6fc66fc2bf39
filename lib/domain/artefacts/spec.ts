import { z } from 'zod'
import { MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import { DaysOff, Follows, Visits } from '#lib/domain/artefacts/child-rows.ts'
import { RHYTHMS } from '#lib/domain/artefacts/meanings.ts'
import { ColumnName, Slug } from '#lib/domain/artefacts/names.ts'
import { Prose } from '#lib/domain/artefacts/prose.ts'
import { Lasts, Season } from '#lib/domain/artefacts/season.ts'
import { ColumnLink, Crossings, GapsBy, Reads, Sense } from '#lib/domain/artefacts/sense.ts'
import { TargetForm } from '#lib/domain/artefacts/target-form.ts'
import { TEST_ROWS, TRAIN_ROWS } from '#lib/domain/task-rows.ts'
import { Data, Line } from '#lib/domain/text.ts'
import { METRICS, MODALITIES, TASK_TYPES } from '#lib/domain/vocabulary.ts'

const SHAPES = ['normal', 'uniform', 'gamma', 'lognormal', 'beta', 'integer'] as const

/** Of a number, how many rows have none of it: days without rain, orders without a complaint. */
export const zeros = z.number().min(0.05).max(0.9)
const RELATIONS = ['pairs', 'graph'] as const
const EFFECTS = ['varied', 'steady'] as const
const CALENDARS = ['window', 'history', 'past'] as const
const GAPS = ['random', 'dependent', 'together'] as const
/** A hidden rule keeps at least a fifth of the score. */
export const MOST_ORDINARY = 0.8

/** The group of the main table's rows that fixes a column, the same in all rows of one: a path its slope. */
const per = ColumnName.optional()
/** All rows of one day have the same value, as weather in one town; nothing where rows have no date. */
const daily = z.literal(true).optional()
/** Rows come in groups by this column; `place`: each of them lies in one part of the map, where the rows have one. */
const groups = z.enum(['any', 'place']).optional()

/** One column of a table that an agent sees. `table: 'main'` is train.csv/test.csv; anything else is a child table. */
export const SpecColumn = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('numeric'),
    name: ColumnName,
    table: z.string().default('main'),
    unit: Line.max(20),
    shape: z.enum(SHAPES),
    low: z.number(),
    high: z.number(),
    /** Counted in whole numbers, whatever the shape. */
    whole: z.boolean().optional(),
    /** Takes only values that lie so far apart, from the low end on; absent: any. */
    step: z.number().positive().optional(),
    /** Share of rows that are exactly zero, the low end; the others spread over the range. Absent: as many as the shape has. */
    zeros: zeros.optional(),
    /** A column of the main table that it is never above. */
    atMost: ColumnName.optional(),
    /** A column of the main table without which there is nothing to measure: where that is zero, this is. */
    needs: ColumnName.optional(),
    /** On days outside of it there is none: ice on roads. Nothing where rows have no date. */
    season: Season.optional(),
    /** Of a child table: a row is near the one before of its parent, as a mass is. Absent: each is an event of its own. */
    state: z.literal(true).optional(),
    /** Of a child table: columns of the main table that its mean in each parent goes with. Absent: none. */
    follows: Follows.optional(),
    per,
    daily,
    missingRate: z.number().min(0).max(0.5),
  }),
  z.strictObject({
    kind: z.literal('categorical'),
    name: ColumnName,
    table: z.string().default('main'),
    categories: z.array(Line.max(40)).min(2).max(40),
    /** Levels that only come at some time of the year, as frost. Nothing where rows have no date. */
    seasons: z.record(Line.max(40), Season).optional(),
    /** After so many days a daily one is the same again, by way of its levels in their order. Nothing where rows have no date. */
    cycle: z.number().min(4).max(60).optional(),
    /** Of a child table: the level that most rows have. Absent: all are about as frequent. */
    usual: Line.max(40).optional(),
    per,
    groups,
    daily,
    missingRate: z.number().min(0).max(0.5),
  }),
  z.strictObject({
    kind: z.literal('date'),
    name: ColumnName,
    table: z.string().default('main'),
    start: z.iso.date(),
    days: z.int().min(7).max(2000),
    /** Of a child table: its rows come on visits. Absent: each by itself, and now and then one soon after another. */
    visits: Visits.optional(),
    /** Of the main table: weekdays on which there is no row. A series goes on through all of them. */
    never: DaysOff.optional(),
    missingRate: z.literal(0),
  }),
  /** Text bodies and paths of pictures and sounds: rendered by their mechanism. */
  z.strictObject({
    kind: z.literal('text'),
    name: ColumnName,
    table: z.string().default('main'),
    missingRate: z.literal(0),
  }),
  z.strictObject({
    kind: z.literal('path'),
    name: ColumnName,
    table: z.string().default('main'),
    missingRate: z.literal(0),
  }),
])
export type SpecColumn = z.infer<typeof SpecColumn>

/** A mechanism instance: which catalogue entry, which column plays which of its roles, how hard. */
export const SpecMechanism = z.strictObject({
  id: Slug,
  /** Relative share of the latent score. */
  weight: z.number().positive().max(10),
  /** Role of the mechanism -> column name. Columns that neither a mechanism nor ordinary signal uses are distractors. */
  columns: z.record(z.string(), ColumnName),
  /** Knob name -> index into the knob's levels (0 = easiest). */
  knobs: z.record(z.string(), z.int().min(0).max(9)),
  reads: Reads.optional(),
  /** Of lines in pictures and a target with classes in no order. Absent: the engine draws an angle for each class. */
  crossings: Crossings.optional(),
})
export type SpecMechanism = z.infer<typeof SpecMechanism>

/** What the engine can draw: python/sandmle/parts/scene_style.py, where the surfaces stand too. */
const PictureSide = z.int().min(48).max(128)
/** The form of the pictures of an image task, and the surface that they show. */
export const SpecPicture = z.strictObject({
  side: PictureSide,
  channels: z.literal([1, 3]),
  ground: Slug,
})
export type SpecPicture = z.infer<typeof SpecPicture>

/** The form of the sounds of an audio task, and where they were recorded; sites appear in python/sandmle/parts/site.py. */
export const SpecSound = z.strictObject({ seconds: z.number().min(0.5).max(2), site: Slug })
export type SpecSound = z.infer<typeof SpecSound>

/** Ids of mechanisms that a spec brings along; the engine's own never start so. */
export const INVENTED = 'invented-'

/** A hidden rule that a strategist invented: what a catalogue entry says, and its code (python/sandmle/mechanisms). */
export const Invention = z.strictObject({
  meta: MechanismMeta.omit({ hints: true }).extend({ id: Slug.startsWith(INVENTED) }),
  source: Data.min(1).max(40_000),
})
export type Invention = z.infer<typeof Invention>

/**
 * `spec.json`: what the data strategist decides; the only creative artefact, where a model and the built-in
 * engine meet. Everything downstream is a function of this file.
 */
export const Spec = z.strictObject({
  format: z.literal('sandmle-spec/1'),
  title: Line.trim().min(3).max(80),
  /** One sentence: who needs the prediction and why. */
  stakeholder: Line.trim().min(1).max(300),
  domain: z.strictObject({ family: Slug, id: Slug }),
  /** What one row is, singular: "dialysis session". */
  entity: Line.trim().min(1).max(60),
  modality: z.enum(MODALITIES),
  task: z.enum(TASK_TYPES),
  metric: z.enum(METRICS),
  target: z.strictObject({
    name: ColumnName,
    unit: Line.max(20).nullable(),
    /** Labels in class order; null for regression. Binary: [negative, positive] words used in prose; CSV holds 0/1. */
    classes: z.array(Line.max(40)).min(2).max(8).nullable(),
    /** Of a regression: values that it can take, and whether they are whole numbers; absent where nobody said. */
    range: z.tuple([z.number(), z.number()]).optional(),
    whole: z.boolean().optional(),
    /** Whether people want a high value, a high grade or the second of two classes; absent where nobody said. */
    wanted: z.boolean().optional(),
    ...TargetForm.shape,
  }),
  rows: z.strictObject({
    train: z.int().min(TRAIN_ROWS[0]).max(TRAIN_ROWS[1]),
    test: z.int().min(100).max(TEST_ROWS[1]),
    /** Rows of test.csv that are kept for feedback; absent: all decide the reward. */
    feedback: z.int().min(1).max(1000).optional(),
  }),
  columns: z.array(SpecColumn).min(1).max(24),
  mechanisms: z.array(SpecMechanism).min(1).max(4),
  /** Absent: the engine's usual form, as in plans of other modalities. */
  picture: SpecPicture.optional(),
  sound: SpecSound.optional(),
  /** Plain effects of single columns around the hidden rule, by their share of the score's variance; absent: none. */
  ordinary: z
    .strictObject({
      share: z.number().min(0).max(MOST_ORDINARY),
      /** `steady`: most columns act, by a rise or fall. `varied`, or absent: humps and products too. */
      effects: z.enum(EFFECTS).optional(),
      /** Of pictures also their light and colour act, which anybody sees at a glance. */
      looks: z.boolean().optional(),
      /** How columns are expected to move the target; absent: chance decides. Others than those named act by chance too. */
      senses: Sense.optional(),
    })
    .optional(),
  /** Mechanisms of this task alone; absent where the catalogue's are enough. */
  inventions: z.array(Invention).max(2).optional(),
  /** What the texts speak of; absent where there are none, and in plans of before: the engine has a prose of its own. */
  prose: Prose.optional(),
  /** Number of child tables that must be joined (0 = one table). */
  joinDepth: z.int().min(0).max(2),
  /** Share of missing cells over the numeric and categorical columns that may be missing. */
  missingRate: z.number().min(0).max(0.5),
  /** Binary: share of positives (0.05 to 0.5). Multiclass and ordinal: entropy-like evenness 0 (skewed) to 1 (even). Regression: null. */
  imbalance: z.number().min(0).max(1).nullable(),
  /** Where the oracle should land: noise is calibrated until it does. 0 easy, 1 medium, 2 hard. */
  noise: z.int().min(0).max(2),
  style: z.strictObject({
    /** Numbers are written to about a hundredth of their range, above 1 to a thousandth. */
    rounding: z.int().min(0).max(3),
    /** Share of columns that are drawn correlated: distractors with real ones, or any of a graph's with each other. */
    correlatedDistractors: z.number().min(0).max(1),
    /** `graph`: hidden causes, chains and shifts by category tie columns together. `pairs`, or absent: one follows one. */
    relations: z.enum(RELATIONS).optional(),
    /**
     * Columns, and causes of links that are none, that are on the next day mostly what they were. Absent: all numbers of a
     * series, and none elsewhere.
     */
    lasting: z.record(ColumnName, Lasts).optional(),
    /**
     * Of a series, `long`: what lasts is plainly like the day before, also where a rule reads it on its own day, and what
     * lasts everywhere is much alike at all sites. Absent: a little, and at each site by itself.
     */
    memory: z.literal('long').optional(),
    /** What a graph is made of: a cause that is no column of the task is a hidden one. Absent: the engine draws it. */
    links: z.array(ColumnLink).max(60).optional(),
    /** `tied`: some levels of a category go with some of another one. Absent: each category is drawn by itself. */
    categories: z.literal('tied').optional(),
    /**
     * `dependent`: some columns miss cells by the value of another one; `together`: cells also go missing in the same rows.
     * `random`, or absent: by chance alone.
     */
    gaps: z.enum(GAPS).optional(),
    /**
     * By which column cells go missing, where gaps depend on one; null: by none that the task has. Absent: some columns miss
     * cells by others that the engine draws.
     */
    gapsBy: GapsBy.nullable().optional(),
    /**
     * Of a join or a series: rhythms of the calendar that matter in the world. Child rows follow them, and have habits by
     * their parent; a rule about the calendar has no others. Absent: child rows come by chance alone, and such a rule has a
     * week that is a wave, and a month that ends.
     */
    rhythms: z.array(z.enum(RHYTHMS)).optional(),
    /** Of a join with `rhythms`, `leaning`: which kinds of child rows are usual differs by a category of the parent. */
    kinds: z.literal('leaning').optional(),
    /**
     * Of a series: `history`: the training days of each site lie apart in a long past. `past`: those of all sites lie in a
     * recent one, a few weeks at a time, or scattered over all of it where no day has to do with the one before. `window`,
     * or absent: all in one stretch.
     */
    calendar: z.enum(CALENDARS).optional(),
  }),
  /** 128 bits, hex. Keys every random stream; never leaves the judge view. */
  secret: z.string().regex(/^[0-9a-f]{32}$/),
})
export type Spec = z.infer<typeof Spec>
