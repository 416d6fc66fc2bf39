import type { Catalogue, MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import { causeOf } from '#lib/domain/artefacts/causes.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import { labelOf } from '#lib/domain/artefacts/labels.ts'
import { noteOf } from '#lib/domain/artefacts/prose-of.ts'
import type { Spec, SpecColumn } from '#lib/domain/artefacts/spec.ts'
import { formOf } from '#lib/domain/titles.ts'
import { compose, wordingsOf } from '#lib/pipeline/statement/grammar.ts'
import { askerOf, entitiesOf, fileOf } from '#lib/pipeline/statement/lexicon.ts'
import type { Wording } from '#lib/pipeline/statement/story.ts'
import { surfaceWords } from '#lib/pipeline/statement/surfaces.ts'
import { type Stream, stream } from '#lib/pipeline/stream.ts'

type Place = { spec: Spec; domain: Domain }

function nameOf(kind: SpecColumn['kind'], column: string, { spec, domain }: Place): string {
  if (kind === 'path') return fileOf(spec, domain)
  return kind === 'text' ? noteOf(spec, domain) : labelOf(column, domain)
}

/** How somebody of the trade begins to say why something is so. */
const LEADS = ['', 'note that ', 'keep in mind that ', 'according to {short}, ', '{short} points out that ']

/** By the form of the title, so that tasks of one world that a run makes have phrasings of their own. */
function phrasingOf(phrasings: readonly string[], id: string, { spec, domain }: Place, draw: Stream): string {
  const form = formOf(spec, domain) ?? draw.below(phrasings.length)
  const inTurn = stream('hints', domain.id, id).shuffle(phrasings)
  return inTurn[form % inTurn.length] ?? ''
}

/** Behind a reason that does not say so: levels of a category differ in how far the rule holds. */
const DIFFERS = [
  '; by how much depends on the {role}',
  '; this is truer of one {role} than of another',
  '; the {role} makes a difference here',
]
/** Roles of groups: a rule holds in each of them, a little apart. */
const GROUPS = ['site', 'plate']

/** Which category decides how far a rule holds, where the reason for it mentions no such category; undefined: none. */
function untoldRole(because: string, { roles }: MechanismMeta, nameOf: (role: string) => string) {
  // "Some buses cope with ice better than others."
  if (/\b(?:others|another|depends?)\b/.test(because)) return undefined
  const deciding = roles.filter(
    ({ name, kind, table }) => kind === 'categorical' && table === 'main' && !GROUPS.includes(name),
  )
  const isTold = (role: string) =>
    because.includes(`{${role}}`) ||
    nameOf(role)
      .split(' ')
      .some((word) => word.length > 3 && because.includes(word.slice(0, 5)))
  return deciding.some(({ name }) => isTold(name)) ? undefined : deciding[0]?.name
}

/**
 * The hints of a task, a sentence each, with the names of the columns that a mechanism reads here: why it acts, where the
 * world says so, else one of its own phrasings. A mechanism without any is told in its own fixed words.
 */
export function hintsOf(place: Place, catalogue: Catalogue, wording: Wording): string[] {
  const { spec, domain } = place
  const { childRows } = domain.story
  const shared = {
    entity: spec.entity,
    entities: entitiesOf(spec, domain),
    childRows,
    short: askerOf(spec, domain),
    ...surfaceWords(spec, domain),
  }
  return spec.mechanisms.flatMap(({ id, columns, crossings }) => {
    const meta = catalogue.mechanisms.find((one) => one.id === id)
    if (meta === undefined) return []
    const cause = causeOf({ id, columns }, spec.task, domain)
    const names = Object.fromEntries(
      meta.roles.map(({ name, kind }) => [name, nameOf(kind, columns[name] ?? name, place)]),
    )
    const draw = wording(`hint/${id}`)
    const whole = (because: string) => {
      const role = untoldRole(because, meta, (name) => names[name] ?? name)
      return role === undefined ? because : because + draw.pick(DIFFERS).replace('{role}', `{${role}}`)
    }
    // A plan of before its world said which class goes with what has another rule than the world tells of.
    const isOlder = cause?.crossings !== undefined && crossings === undefined
    const reasons = isOlder ? undefined : cause?.because
    const told = reasons?.flatMap((clause) => LEADS.flatMap((lead) => wordingsOf(lead + whole(clause))))
    const phrasings = told ?? meta.hints
    if (phrasings === undefined) return [meta.hint]
    const words = { ...names, ...shared }
    return [`${compose(phrasingOf(phrasings, id, place, draw), words, draw)}.`]
  })
}
