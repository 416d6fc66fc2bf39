import type { TaggedSolution } from '#lib/domain/artefacts/solutions.ts'
import { SOLUTION_TAGS, type SolutionTag, type Tier } from '#lib/domain/vocabulary.ts'

const NOT_GOLD = ['below', 'median', 'bronze', 'silver'] as const
const PROBE = { permitted: ['below', 'median'], required: [] } as const
const NAIVE = { permitted: ['below'], required: ['below'] } as const
const PLAIN = { permitted: NOT_GOLD, required: [] } as const

/**
 * The tiers that a solution may and must reach, by its tag. Whoever writes a task's programs, these are the product's
 * word: an author that set them itself could wave its own task through.
 */
export const SOLUTION_POLICY: Record<SolutionTag, { permitted: readonly Tier[]; required: readonly Tier[] }> =
  {
    constant: NAIVE,
    'sample-submission': NAIVE,
    random: NAIVE,
    'id-probe': PROBE,
    'row-order-probe': PROBE,
    'single-feature-probe': PROBE,
    'simple-baseline': PLAIN,
    default: PLAIN,
    engineered: { permitted: [...NOT_GOLD, 'gold'], required: [] },
    reference: { permitted: ['silver', 'gold'], required: ['silver', 'gold'] },
  }

export const underPolicy = (path: string, tag: SolutionTag, title: string): TaggedSolution => ({
  path,
  tag,
  title,
  permitted: [...SOLUTION_POLICY[tag].permitted],
  required: [...SOLUTION_POLICY[tag].required],
})

const same = (a: readonly string[], b: readonly string[]) => [...a].sort().join() === [...b].sort().join()

/** What keeps a list of solutions from the policy, in words; null when nothing does. Every tag must be there. */
export function policyProblem(solutions: readonly TaggedSolution[]): string | null {
  const missing = SOLUTION_TAGS.filter((tag) => !solutions.some((solution) => solution.tag === tag))
  if (missing.length > 0) return `there is no solution with the tag ${missing.join(', ')}`
  const loose = solutions.find(
    ({ tag, permitted, required }) =>
      !same(permitted, SOLUTION_POLICY[tag].permitted) || !same(required, SOLUTION_POLICY[tag].required),
  )
  return loose ? `${loose.path} claims other tiers than its tag ${loose.tag} has` : null
}
