import lite from '#lib/packs/mle-bench-lite.json' with { type: 'json' }

const normal = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

const BY_NAME = new Map(
  lite.lite.flatMap((task) => [
    [normal(task.id), task.id],
    [normal(task.name), task.id],
  ]),
)

/**
 * The task of the MLE-bench-lite evaluation set that a seed is made of, or null. Training on what is evaluated
 * makes every later result worthless, so names, titles, ids and the competition's address are all looked at.
 */
export function evalOverlap(seed: { names: readonly string[]; description: string }): string | null {
  for (const name of seed.names) {
    const hit = BY_NAME.get(normal(name))
    if (hit !== undefined) return hit
  }
  const address = /kaggle\.com\/(?:c|competitions)\/([a-z0-9-]+)/gi
  for (const [, id] of seed.description.matchAll(address)) {
    const hit = BY_NAME.get(normal(id ?? ''))
    if (hit !== undefined) return hit
  }
  return null
}
