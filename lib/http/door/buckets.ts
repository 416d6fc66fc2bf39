/** How often something may happen: at once, and a second after that. */
export type Rate = { burst: number; perSecond: number }

type Bucket = { left: number; at: number }

/** Takes one from the bucket of a key; false where it is empty. */
export type Buckets = (key: string, nowMs: number) => boolean

/**
 * Token buckets by key, `most` at once: the one that was not used for longest is forgotten first, so that invented
 * keys take no memory. Who invents many is held by a bucket that all share.
 */
export function openBuckets({ burst, perSecond }: Rate, most = 10_000): Buckets {
  const buckets = new Map<string, Bucket>()
  return (key, nowMs) => {
    const known = buckets.get(key) ?? { left: burst, at: nowMs }
    const filled = Math.min(burst, known.left + (Math.max(0, nowMs - known.at) / 1000) * perSecond)
    const passes = filled >= 1
    buckets.delete(key)
    buckets.set(key, { left: passes ? filled - 1 : filled, at: nowMs })
    const [oldest] = buckets.keys()
    if (buckets.size > most && oldest !== undefined) buckets.delete(oldest)
    return passes
  }
}
