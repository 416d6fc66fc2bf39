import type { Catalogue, MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import { causeOf } from '#lib/domain/artefacts/causes.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import { labelOf } from '#lib/domain/artefacts/labels.ts'
import { noteOf } from '#lib/domain/artefacts/prose-of.ts'
import type { Spec, SpecColumn } from '#lib/domain/artefacts/spec.ts'
import { formOf } from '#lib/domain/titles.ts'
import { compose, type Lexicon } from '#lib/pipeline/statement/grammar.ts'
import { askerOf, entitiesOf, fileOf } from '#lib/pipeline/statement/lexicon.ts'
import type { Wording } from '#lib/pipeline/statement/story.ts'
import { surfaceWords } from '#lib/pipeline/statement/surfaces.ts'
import { type Stream, stream } from '#lib/pipeline/stream.ts'

type Place = { spec: Spec; domain: Domain }

function nameOf(kind: SpecColumn['kind'], column: string, { spec, domain }: Place): string {
  if (kind === 'path') return fileOf(spec, domain)
  return kind === 'text' ? noteOf(spec, domain) : labelOf(column, domain)
}

/** What single columns say by themselves, apart from any mechanism: numbers or categories, one of them or several. */
const ORDINARY = [
  'for {an entity}, plain columns also say a little by themselves, in simple ways',
  'what single columns say of `{target}` by themselves comes on top of that',
  'part of `{target}` follows single columns, much as {short} would expect',
  'single columns also help to tell {entities} apart, each by itself and in a simple way',
  'for {entities}, a baseline on all plain columns is a fair start, to which the rest can be added',
  '`{target}` also depends on columns one at a time, mostly in a straightforward way',
  'plain columns tell {entities} apart as well, for the most part without any interaction',
  'there are main effects of single columns too, so a model of `{target}` should see the whole table',
  'some of the differences between {entities} follow a single column, with no more to it than that',
]
/** The same of what a picture shows at a glance. */
const LOOKS = [
  'the light and colour of {picture} say a little about `{target}` as well',
  'brightness and colour are worth a feature too, as `{target}` goes with the overall look of {picture}',
  'part of `{target}` can be told at a glance, from how light or dark {picture} is and from its colours',
]

/**
 * By the form of the title, which a run deals in turn: candidates that follow each other have phrasings of their own, and
 * so do those that meet in one world.
 */
function phrasingOf(
  phrasings: readonly string[],
  deal: string[],
  { spec, domain }: Place,
  draw: Stream,
): string {
  const form = formOf(spec, domain) ?? draw.below(phrasings.length)
  const inTurn = stream('hints', ...deal).shuffle(phrasings)
  return inTurn[form % inTurn.length] ?? ''
}

/**
 * The words for one mechanism: why it acts, where the world says so, and then in which form; undefined where it has no
 * phrasings.
 */
function clausesOf(
  { id, columns, crossings }: Spec['mechanisms'][number],
  meta: MechanismMeta,
  place: Place,
  draw: Stream,
): string[] | undefined {
  const { spec, domain } = place
  const cause = causeOf({ id, columns }, spec.task, domain)
  // A plan of before its world said which class goes with what has another rule than the world tells of.
  const isOlder = cause?.crossings !== undefined && crossings === undefined
  const because = isOlder ? [] : (cause?.because ?? [])
  const reasons = because.length > 0 ? [phrasingOf(because, [domain.id, id], place, draw)] : []
  const forms = meta.hints === undefined ? [] : [phrasingOf(meta.hints, [id], place, draw)]
  return reasons.length + forms.length > 0 ? [...reasons, ...forms] : undefined
}

/** The hint that single columns count as well, as they do wherever there is an ordinary signal. */
function ordinaryHint({ spec, domain }: Place, words: Lexicon, draw: Stream): string[] {
  if (spec.ordinary === undefined) return []
  const hints = spec.ordinary.looks === true ? LOOKS : ORDINARY
  return [`${compose(phrasingOf(hints, ['ordinary'], { spec, domain }, draw), words, draw)}.`]
}

/**
 * The hints of a task, one for each mechanism, with the names of the columns that it reads here, and one for the signal
 * beside them. A mechanism without phrasings is told in its own fixed words.
 */
export function hintsOf(place: Place, catalogue: Catalogue, wording: Wording): string[] {
  const { spec, domain } = place
  const shared = {
    entity: spec.entity,
    entities: entitiesOf(spec, domain),
    childRows: domain.story.childRows,
    short: askerOf(spec, domain),
    picture: domain.picture,
    target: spec.target.name,
    ...surfaceWords(spec, domain),
  }
  const ofRules = spec.mechanisms.flatMap((rule) => {
    const meta = catalogue.mechanisms.find((one) => one.id === rule.id)
    if (meta === undefined) return []
    const draw = wording(`hint/${rule.id}`)
    const clauses = clausesOf(rule, meta, place, draw)
    if (clauses === undefined) return [meta.hint]
    const names = Object.fromEntries(
      meta.roles.map(({ name, kind }) => [name, nameOf(kind, rule.columns[name] ?? name, place)]),
    )
    return [`${compose(clauses.join('. '), { ...names, ...shared }, draw)}.`]
  })
  return [...ofRules, ...ordinaryHint(place, shared, wording('hint/ordinary'))]
}
