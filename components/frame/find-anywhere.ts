import { readJson } from '#components/data/read-json.ts'
import { ENVIRONMENTS } from '#lib/contracts/environments.ts'
import { RUNS } from '#lib/contracts/runs.ts'
import { SEEDS } from '#lib/contracts/seeds.ts'

export type Hit = { kind: 'environment' | 'run' | 'seed'; title: string; slug: string; href: string }

const PER_KIND = 6

/** Environments, runs and seeds whose name, slug or id holds the text. */
export async function findAnywhere(text: string, signal: AbortSignal): Promise<Hit[]> {
  const needle = text.trim().toLowerCase()
  const [environments, runs, seeds] = await Promise.all([
    readJson(ENVIRONMENTS.list, { search: needle, pageSize: PER_KIND }, signal),
    readJson(RUNS.list, {}, signal),
    readJson(SEEDS.list, { search: needle }, signal),
  ])
  const matchingRuns = runs.runs.filter((run) =>
    `${run.name} ${run.slug} ${run.id}`.toLowerCase().includes(needle),
  )
  return [
    ...environments.items.map((one) => hit('environment', one.title, one.slug, `/environments/${one.slug}`)),
    ...matchingRuns.slice(0, PER_KIND).map((one) => hit('run', one.name, one.slug, `/runs/${one.id}`)),
    ...seeds.seeds.slice(0, PER_KIND).map((one) => hit('seed', one.title, one.slug, `/seeds/${one.slug}`)),
  ]
}

const hit = (kind: Hit['kind'], title: string, slug: string, href: string): Hit => ({
  kind,
  title,
  slug,
  href,
})
