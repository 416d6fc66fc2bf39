import { Catalogue, type MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import { METRICS } from '#lib/domain/vocabulary.ts'

type Short = Pick<MechanismMeta, 'id' | 'modality' | 'tasks' | 'roles' | 'keywords'> & {
  combinable?: boolean
}
type Role = MechanismMeta['roles'][number]

const role = (name: string, kind: Role['kind'], more: Partial<Role> = {}): Role => ({
  name,
  kind,
  table: 'main',
  positive: false,
  levels: null,
  ...more,
})

/** Ten clauses on the same columns, as a mechanism's file has them. */
const phrasings = (places: readonly string[]): string[] =>
  ['matters', 'counts', 'is worth a look', 'tells a good deal', 'should not be passed over'].flatMap(
    (verb) => [
      `each of these ${verb}: ${places.join(', ')}`,
      `for {an entity}, each of these ${verb}: ${places.join(', ')}`,
    ],
  )

const mechanism = ({ combinable = false, ...short }: Short): MechanismMeta => ({
  title: `The rule ${short.id}`,
  knobs: [
    {
      name: 'strength',
      levels: 4,
      default: 1,
      raiseOn: ['easy-default', 'trivial', 'saturated'],
      lowerOn: ['unlearnable', 'too-hard', 'noisy'],
    },
  ],
  hint: `Hint of ${short.id}.`,
  hints: phrasings(
    short.roles.map(({ name, kind }) => (kind === 'text' || kind === 'path' ? `{${name}}` : `the {${name}}`)),
  ),
  skills: ['features'],
  combinable,
  ...short,
})

/** A catalogue with every kind of role, small enough to reason about. */
export const CATALOGUE = Catalogue.parse({
  format: 'sandmle-catalogue/1',
  engineVersion: 'e'.repeat(64),
  mechanisms: [
    mechanism({
      id: 'ratio-threshold',
      modality: 'tabular',
      tasks: ['binary', 'multiclass', 'ordinal', 'regression'],
      combinable: true,
      keywords: ['ratio', 'limit'],
      roles: [
        role('numerator', 'numeric', { positive: true }),
        role('denominator', 'numeric', { positive: true }),
        role('group', 'categorical', { levels: [3, 8] }),
      ],
    }),
    mechanism({
      id: 'hierarchy-effect',
      modality: 'tabular',
      tasks: ['binary', 'ordinal', 'regression'],
      combinable: true,
      keywords: ['store', 'site', 'branch'],
      roles: [role('level', 'categorical', { levels: [12, 40] }), role('size', 'numeric')],
    }),
    mechanism({
      id: 'season-effect',
      modality: 'tabular',
      tasks: ['binary', 'ordinal', 'regression'],
      combinable: true,
      keywords: ['season', 'month'],
      roles: [role('when', 'date'), role('dose', 'numeric')],
    }),
    mechanism({
      id: 'event-recency',
      modality: 'join',
      tasks: ['binary', 'regression'],
      keywords: ['events', 'last'],
      roles: [
        role('when', 'date', { table: 'events' }),
        role('amount', 'numeric', { table: 'events', positive: true }),
        role('kind', 'categorical', { table: 'events', levels: [2, 6] }),
        role('reference', 'date'),
      ],
    }),
    mechanism({
      id: 'panel-calendar',
      modality: 'series',
      tasks: ['regression'],
      keywords: ['weekly', 'forecast'],
      roles: [role('date', 'date'), role('site', 'categorical', { levels: [2, 6] })],
    }),
    mechanism({
      id: 'image-count',
      modality: 'image',
      tasks: ['binary', 'ordinal'],
      keywords: ['digit', 'count'],
      roles: [role('image', 'path')],
    }),
    mechanism({
      id: 'audio-step',
      modality: 'audio',
      tasks: ['binary', 'ordinal', 'regression'],
      keywords: ['tone', 'call'],
      roles: [role('sound', 'path')],
    }),
    mechanism({
      id: 'text-style',
      modality: 'text',
      tasks: ['multiclass', 'binary'],
      keywords: ['author'],
      roles: [role('text', 'text')],
    }),
  ],
  metrics: METRICS,
})
