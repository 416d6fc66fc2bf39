/** How many candidates the first start makes of its seeds. */
export const CANDIDATES = 12
/** Deals every modality and task type to the seeds below, and no world twice. */
export const RUN_SEED = 499
/**
 * The bundled seeds that the first start grows from, in the order in which candidates are dealt to them: every modality
 * in turn. Named, so that a further bundled seed changes neither what a first start shows nor how long it takes.
 */
export const FIRST_SEEDS = [
  'bird-strike-damage',
  'route-traffic',
  'industry-unemployment',
  'tiny-digits',
  'airport-names',
  'bird-strike-size',
  'two-city-temperature',
  'earthquake-magnitude',
  'piano-touch',
] as const
