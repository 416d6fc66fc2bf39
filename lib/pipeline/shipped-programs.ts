import type { TaggedSolution } from '#lib/domain/artefacts/solutions.ts'

type Tag = TaggedSolution['tag']

/** How the scores of programs that the task ships are named: they are none of the ladder's, and may do better. */
const SHIPPED = 'shipped--'

const isOf = (name: string, tag: Tag): boolean => name.startsWith(`${SHIPPED}${tag}__`)

/** The name of the score of a shipped program. */
export const shippedName = ({ tag, path }: Pick<TaggedSolution, 'tag' | 'path'>): string =>
  `${SHIPPED}${tag}__${path.replace(/^.*__|\.py$/g, '')}`

/** The best constant, as a program. */
export const isConstant = (name: string): boolean => isOf(name, 'constant')
/** What looks at one column alone: it may reach the median, never bronze. */
export const isProbe = (name: string): boolean => isOf(name, 'single-feature-probe')
/** What most people try first: it stays below silver. */
export const isShippedDefault = (name: string): boolean =>
  isOf(name, 'default') || isOf(name, 'simple-baseline')
/** Feature work that knows nothing of the rule: it stays below gold. */
export const isEngineered = (name: string): boolean => isOf(name, 'engineered')
