import { z } from 'zod'
import { DaysOff, Follows, Visits } from '#lib/domain/artefacts/child-rows.ts'
import { MEANINGS, RHYTHMS } from '#lib/domain/artefacts/meanings.ts'
import { ColumnName, Slug } from '#lib/domain/artefacts/names.ts'
import { WorldWords } from '#lib/domain/artefacts/prose.ts'
import { Lasts, Season } from '#lib/domain/artefacts/season.ts'
import { ColumnLink, Crossings, GapsBy, Reads, Sense } from '#lib/domain/artefacts/sense.ts'
import { zeros } from '#lib/domain/artefacts/spec.ts'
import { TargetForm } from '#lib/domain/artefacts/target-form.ts'
import { TASK_TYPES } from '#lib/domain/vocabulary.ts'

/** All rows of one day share it, as weather in one town: no column of rows that have only one day between them. */
const daily = z.literal(true).optional()
/** On the next day it is mostly what it was. */
const lasts = Lasts.optional()
const Numeric = z.strictObject({
  kind: z.literal('numeric'),
  name: ColumnName,
  daily,
  lasts,
  unit: z.string().max(20),
  /** Only where the unit does not tell what is measured. */
  meaning: z.enum(MEANINGS).optional(),
  low: z.number(),
  high: z.number(),
  /** What is set, dosed, sold or written down in steps, both ends included; counts of things need none. */
  step: z.number().positive().optional(),
  /** Share of rows that have none of it, in a column that starts at zero: most days bring no rain. */
  zeros: zeros.optional(),
  /** When there can be any of it at all, in a column that starts at zero: ice on roads. */
  season: Season.optional(),
  /** A column that it is never above, as new snow is part of the snow. */
  atMost: ColumnName.optional(),
  /** A column without which there is nothing to measure, so that zero there is zero here: no craters, no largest crater. */
  needs: ColumnName.optional(),
  /** Counts, sums or averages what the child table lists, as earlier calls: no column beside that table. */
  tallies: z.literal(true).optional(),
  /** Known from a plan, a register or a recipe before anybody looks: no cell of it is ever empty. */
  filled: z.literal(true).optional(),
  /** Of a child table: a state of its thing, as a mass, so that a row is near the one before. Others are events of their own. */
  state: z.literal(true).optional(),
  /** Of a child table: columns of its parent that it plainly goes with, as larger loans have larger instalments. */
  follows: Follows.optional(),
  shape: z.enum(['normal', 'uniform', 'gamma', 'lognormal', 'beta', 'integer']),
})
const Categorical = z.strictObject({
  kind: z.literal('categorical'),
  name: ColumnName,
  daily,
  lasts,
  categories: z.array(z.string().min(1).max(40)).min(2).max(12),
  /** Levels that only come at some time of the year, as frost. */
  seasons: z.record(z.string(), Season).optional(),
  /** Of what a day decides: after so many days it is the same again, as tides are, by way of the levels in their order. */
  cycle: z.number().min(4).max(60).optional(),
  /** Of a child table: the level that most rows have. Absent: none of them is the rule. */
  usual: z.string().optional(),
})
const Column = z.discriminatedUnion('kind', [Numeric, Categorical])
export type DomainColumn = z.infer<typeof Column>

const Axis = z.strictObject({ name: ColumnName, low: z.number(), high: z.number() })

const Group = z.strictObject({
  name: ColumnName,
  /** Forms of the names of its levels, one of which a task has: see `levelNames`. */
  names: z.array(z.string().min(2)).min(2),
  /** Columns that are the same for all rows of one. */
  fixes: z.array(ColumnName).optional(),
  /** Rows of one lie near each other. */
  place: z.literal(true).optional(),
})

/** A quotient that people of the trade work out, and what tells them which value of it is normal. */
const Ratio = z.strictObject({
  of: ColumnName,
  by: ColumnName,
  /** Categories and groups, each by itself. */
  norm: z.array(ColumnName).min(1),
  /** Half a sentence for people who read the world. */
  because: z.string().min(1),
})

/**
 * Which side of what a picture shows or a sound holds goes with more of a target: `high` is a large patch, lines along
 * each other, many of the first kind of things, a fast pace, a step up in pitch. Classes in no order have one `each`.
 */
const Side = z.enum(['high', 'low', 'each'])

/** Why a mechanism acts in a world, and through which columns. */
const Cause = z.strictObject({
  mechanism: Slug,
  /** What can play a role, by the role's name; one that is not named is played by whatever fits it. */
  columns: z.record(Slug, z.array(ColumnName).min(1)).default({}),
  /** Which side or level of them it is about; a target that columns push otherwise has no such cause. */
  reads: Reads.optional(),
  /**
   * Of a picture, a sound or the calendar: the targets that it tells something of. Elsewhere the columns say that. Of the
   * calendar `high` says that the special days of a month go with more of the target.
   */
  targets: z.partialRecord(z.enum(TASK_TYPES), Side).optional(),
  /** Of lines in a picture that tell classes in no order apart. */
  crossings: Crossings.optional(),
  /**
   * What people of the trade would say of it, never the rule: clauses behind "that", with `{role}` for its column, and
   * for pictures the words of the surface.
   */
  because: z.array(z.string().regex(/^[a-z{[].*[^.]$/)).min(2),
})
export type Cause = z.infer<typeof Cause>

/** What a statement tells of one target; clauses have no capital and no full stop, sentences have both. */
const TargetStory = z.strictObject({
  /** A question, also a title: "Which hives will swarm?" */
  asks: z.string().max(60).endsWith('?'),
  /** A heading: "Swarming hives". */
  topic: z.string().max(50),
  /** Further titles, each as it stands: "Spotting colonies that will swarm". */
  headings: z.tuple([z.string().max(80), z.string().max(80)]),
  /** A clause behind "to know": "whether the colony will swarm". */
  whether: z.string(),
  /** Sentences: what a good prediction changes, what a bad one costs, how the truth was found. */
  use: z.string().endsWith('.'),
  cost: z.string().endsWith('.'),
  truth: z.string().endsWith('.'),
})
export type TargetStory = z.infer<typeof TargetStory>

/** What a statement tells of a world: noun phrases, clauses and sentences that its text grammar puts together. */
const Story = z.strictObject({
  /** The trade in a word or two, which can stand before a colon: "Beekeeping". */
  field: z.string().max(20),
  /** The entity, in the plural. */
  entities: z.string(),
  /** Who asks, one organisation: "a cooperative of beekeepers", then "the cooperative". */
  host: z.string(),
  short: z.string().startsWith('the '),
  /** Who or what writes a row down, and what numbers come from: noun phrases, with `the` for a source that is there anyway. */
  collector: z.string().startsWith('the '),
  instruments: z.array(z.strictObject({ name: z.string(), reads: z.array(ColumnName).min(1) })).min(1),
  /** Adverbials behind "collected" and "recorded": "in the apiaries of one river valley", "during the visit". */
  place: z.string(),
  moment: z.string(),
  /** A clause behind "where": why a cell is empty. */
  gaps: z.string(),
  /** The number by which that happens, where one tells of it: a patrol enters no slope after much snow. */
  gapsBy: GapsBy.optional(),
  /** Sentences on the trade, whatever is predicted, in pairs: what is done, and what makes it hard. */
  scenes: z.array(z.string().regex(/[.?]$/)).min(2),
  /** The rows of the child table, in the plural. */
  childRows: z.string(),
  /** Of every column, group and date: a singular noun phrase that can stand behind "the". */
  labels: z.record(ColumnName, z.string()),
})

/** Whether people want the second class, a high grade, or a high value; absent where they do not mind. */
const wanted = z.boolean().optional()

/** A world that a task can be set in: rows, columns with units, words. Invented detail, no real persons or places. */
export const DomainRecord = z.strictObject({
  id: Slug,
  title: z.string(),
  entity: z.string(),
  stakeholder: z.string(),
  columns: z.array(Column).min(10).max(14),
  /** A column of many levels, which are things with names. */
  group: Group,
  /** Further ones, for tasks in which rows belong to several. */
  moreGroups: z.array(Group).min(2),
  /**
   * `start`: month and day on which dates begin, in a year of the task's own. `rhythms`: those of the calendar that can
   * matter for what happens in this world.
   */
  date: z.strictObject({
    name: ColumnName,
    start: z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$/),
    rhythms: z.array(z.enum(RHYTHMS)),
    /** Where such rows only come in a season: how long it is, from the start on. Series go on over the years. */
    days: z.int().min(90).max(365).optional(),
    /** Weekdays on which there are none: schools are closed. */
    never: DaysOff.optional(),
  }),
  /** Where its rows lie, for rules about neighbours; null where they lie nowhere in particular. */
  map: z.strictObject({ unit: z.string().max(20), east: Axis, north: Axis }).nullable(),
  child: z.strictObject({
    table: ColumnName,
    row: z.string(),
    date: ColumnName,
    /** Where no row has a past of its own that ends on a day of all: no task is planned so, but a person may ask for it. */
    joined: z.literal(false).optional(),
    /** Over how many days the rows of one parent lie at most: those of an invoice, or of one winter. */
    days: z.int().min(30).max(366).optional(),
    /** About how many years the history of one parent goes back, where such rows are rare. Absent: a part of a year. */
    years: z.number().min(1).max(5).optional(),
    /** Where rows of one parent come on visits: several on one day, or each visit at its distance. */
    visits: Visits.optional(),
    columns: z.array(Column).min(2),
    /** What one row is beside this table, where the entity is an event: the thing with the past, as of one day. */
    parent: z.strictObject({ entity: z.string(), entities: z.string() }).optional(),
  }),
  /** How columns of a table hang together, causes first. */
  links: z.array(ColumnLink).min(6),
  /**
   * The only ones that a rule about a ratio may use; where the list is empty there is no such rule. A world of older
   * days has no list: any two columns whose quotient says something make a ratio there.
   */
  ratios: z.array(Ratio).max(4).optional(),
  /**
   * The only ways in which a mechanism that asks for a cause acts here. Where a world has no list, whatever
   * columns fit the roles will do.
   */
  causes: z.array(Cause).min(1).optional(),
  targets: z.strictObject({
    binary: z.strictObject({
      name: ColumnName,
      classes: z.tuple([z.string(), z.string()]),
      wanted,
      story: TargetStory,
      sense: Sense,
    }),
    multiclass: z.strictObject({
      name: ColumnName,
      classes: z.array(z.string()).min(3).max(8),
      story: TargetStory,
      sense: Sense,
    }),
    ordinal: z.strictObject({
      name: ColumnName,
      meaning: z.string(),
      wanted,
      story: TargetStory,
      sense: Sense,
    }),
    regression: z.strictObject({
      name: ColumnName,
      unit: z.string(),
      /** Only where the unit does not tell what is measured. */
      meaning: z.enum(MEANINGS).optional(),
      /** Values that it can take. */
      range: z.tuple([z.number(), z.number()]),
      wanted,
      /** As such values usually lie: few very high ones, many zeros. */
      ...TargetForm.shape,
      story: TargetStory,
      sense: Sense,
    }),
  }),
  /** What a picture shows, one surface of this world, and what the engine draws as its material. */
  picture: z.string().regex(/^an? /),
  /** Where a picture would tell nobody anything of a row: no task is planned with one, but a person may ask for it. */
  pictured: z.literal(false).optional(),
  ground: Slug,
  /** What a recording holds and the site that it is made at, for worlds in which something is heard. */
  sound: z.strictObject({ phrase: z.string().regex(/^an? /), site: Slug }).optional(),
  words: WorldWords,
  /** Words that, when a mechanism's metadata has them, make it likelier here. */
  affinities: z.array(z.string()),
  story: Story,
})
export const DomainFamily = z.strictObject({ family: Slug, domains: z.array(DomainRecord).min(1) })
export type Domain = z.infer<typeof DomainRecord> & { family: string }
