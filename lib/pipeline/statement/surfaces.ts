import { z } from 'zod'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { listed } from '#lib/pipeline/statement/grammar.ts'
import table from '#lib/pipeline/statement/surfaces.json' with { type: 'json' }

const Surface = z.strictObject({
  coarse: z.string(),
  fine: z.string(),
  /** The lines below things that are counted. */
  below: z.string(),
  things: z.tuple([z.string(), z.string()]),
  patches: z.string(),
  /** What grows there anyway, also where only the lines matter. */
  grows: z.string().optional(),
})
type Surface = z.infer<typeof Surface>
/** What the engine draws on each ground, as python/sandmle/parts/scene_kinds.py names it. */
const SURFACES = z.record(z.string(), Surface).parse(table)
const ANY: Surface = {
  coarse: 'coarse lines',
  fine: 'fine lines',
  below: 'lines',
  things: ['marks of one kind', 'marks of another'],
  patches: 'patches',
}

/** What pictures of a mechanism show, as far as everybody can see it. */
const SEEN: Readonly<Record<string, (surface: Surface) => string>> = {
  'image-grating': ({ coarse, fine, grows }) =>
    `${coarse} and ${fine}${grows === undefined ? '' : `, and ${grows} here and there`}`,
  'image-count-texture': ({ below, things }) => `${below}, with ${listed(things)} among them`,
  'image-largest-patch': ({ patches }) => `${patches}, large and small`,
}

/** The words for what is on the pictures of a task. */
export function surfaceWords(
  { picture, mechanisms }: Pick<Spec, 'picture' | 'mechanisms'>,
  { ground }: Domain,
): Record<string, string> {
  const surface = SURFACES[picture?.ground ?? ground] ?? ANY
  const seen = mechanisms.flatMap(({ id }) => SEEN[id]?.(surface) ?? [])[0] ?? 'the surface as it is'
  const { coarse, fine, below, patches, things } = surface
  const [thing, otherThing] = things
  return { coarse, fine, below, patches, seen, thing, otherThing, things: listed(things) }
}
