import { z } from 'zod'
import { ColumnName } from '#lib/domain/artefacts/names.ts'
import { Line } from '#lib/domain/text.ts'

/** What a sentence of a world may leave open: a person, a place, the row's group, a code, the row's weekday, an hour, a small or a larger number. What no column of a task gives is not told there. */
const PLACES = /\{(?!(?:who|place|site|ref|day|time|few|lot)\})/
const Sentence = Line.min(1)
  .max(160)
  .regex(/^[^{}]*(?:\{[a-z]+\}[^{}]*)*$/)
const Told = Sentence.refine((text) => !PLACES.test(text), {
  error: 'A sentence leaves open {who}, {place}, {site}, {ref}, {day}, {time}, {few} or {lot} only.',
})
/** One gradable adjective: it can stand behind "very" and "not". */
const Adjective = z.string().regex(/^[a-z]{3,20}$/)

/** A thing that texts judge, with words that make sense of it. */
const Subject = z.strictObject({
  /** With its article: "the seal". */
  name: Line.min(5)
    .max(40)
    .regex(/^(?:the|my|our) /),
  many: z.boolean(),
  /** It has no plural and no "a": "clean bark", not "a clean bark". */
  mass: z.literal(true).optional(),
  /** Besides was or were: "sounded". */
  verbs: z.array(z.string().regex(/^[a-z]+$/)).min(1),
  good: z.array(Adjective).length(4),
  bad: z.array(Adjective).length(4),
  /** A sentence each that tells how it was without judging it: it names the thing, in one clause. */
  shows: z.strictObject({ good: Told, bad: Told }).optional(),
  /** Sentences that can stand behind a judgement of it, whichever it was. */
  asides: z.array(Told),
})

/** A thing of a world that its people talk of though nothing depends on it. */
const Side = z.strictObject({
  ...Subject.pick({ name: true, many: true, mass: true, verbs: true }).shape,
  words: z.array(Adjective).min(3),
})

/** A kind of text in a world, and what those who write it say beside their judgements. */
const Form = z.strictObject({
  /** One text, as a statement calls it: "the fitter's note". */
  note: Line.max(60),
  /** Who speaks. */
  person: z.enum(['I', 'we']),
  /** They do not handle the things themselves: what happens to those who do is not for them to tell. */
  bystander: z.literal(true).optional(),
  /** Others that are quoted and met. */
  people: z.array(Line.max(40)).min(3),
  openings: z.array(Told).min(3),
  lines: z.array(Told).min(2),
  closings: z.array(Told),
  /** Adverbials behind a judgement; one that starts with a comma is a clause. */
  tails: z.array(Told).min(3),
})

/** What people in such texts do ("changed the battery") and will do ("look in again"), whether it is the author or somebody else. */
const Doings = z.strictObject({
  acts: z.array(Told).min(8),
  plans: z.array(Told).min(4),
  /** What each of the people does: a lock keeper closes the gates. Absent: anybody does what the author does. */
  roles: z.array(z.strictObject({ who: Line.max(40), acts: z.array(Told).min(2) })).optional(),
  /** What the author does in the course of seeing to one of the things, whichever way it is judged, and what shall be done about it where it is blamed. */
  tied: z
    .array(z.strictObject({ about: Line.max(40), acts: z.array(Told).min(2), plans: z.array(Told).min(1) }))
    .optional(),
})

/** What a world's texts talk of beside their things, and the column that tells the hour of what they tell. */
const Beside = z.strictObject({
  sides: z.array(Side).min(5),
  hour: ColumnName.optional(),
})

const World = z.strictObject({
  subjects: z.array(Subject).min(6),
  /** Adverbials: "in the pump hall". */
  places: z.array(Line.max(40)).min(3),
  /** What codes begin with. */
  ref: z.string().regex(/^[A-Z]-$/),
  /** Between which hours things happen. */
  hours: z.tuple([z.int().min(0), z.int().max(24)]),
  /** Whether things can change, so that one may no longer be what it was. */
  changing: z.boolean(),
  /** Its words describe things: nobody is pleased or let down by them. */
  descriptive: z.literal(true).optional(),
})

/** Whether praise speaks for a larger value of the target (1) or for a smaller one. */
const Direction = z.literal([1, -1])

/** Names of the two things that say most of a target. */
const Matters = z.tuple([Line.max(40), Line.max(40)])

/** What a world says about its texts. */
export const WorldWords = z.strictObject({
  ...World.shape,
  ...Beside.shape,
  matters: z.strictObject({ binary: Matters, ordinal: Matters, regression: Matters }),
  favours: z.strictObject({ binary: Direction, ordinal: Direction, regression: Direction }),
  forms: z.array(z.strictObject({ ...Form.shape, ...Doings.shape })).min(1),
})
export type WorldWords = z.infer<typeof WorldWords>

/** The texts of one task: one form of a world's, and about how many words a text shall have. */
export const Prose = z.strictObject({
  ...World.shape,
  ...Form.shape,
  /** Absent in plans of before: texts with few sentences of their own. */
  ...Doings.partial().shape,
  ...Beside.partial().shape,
  /** The group of the rows, which a text may name. */
  site: ColumnName.optional(),
  favours: Direction,
  /** Absent: chance decides. */
  matters: Matters.optional(),
  words: z.int().min(1).max(400),
})
export type Prose = z.infer<typeof Prose>
