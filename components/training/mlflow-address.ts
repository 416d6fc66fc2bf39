/** Where the link leads that MLflow's clients print; null for an address that is none. */
export function placeOfMlflow(hash: string): string | null {
  const [, experiment, run] =
    /^#\/experiments\/(\d{1,10})(?:\/runs\/([0-9a-f-]{32,36}))?(?:[/?].*)?$/i.exec(hash) ?? []
  if (experiment === undefined) return null
  if (run === undefined) return `/training/experiments/${experiment}`
  return `/training/${dashed(run.toLowerCase())}`
}

const dashed = (id: string): string =>
  id.replace(/^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/, '$1-$2-$3-$4-$5')
