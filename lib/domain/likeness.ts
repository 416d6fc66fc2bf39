/** How close the candidates of a run stay to their seed tasks. */
export const LIKENESSES = ['faithful', 'varied', 'far'] as const
export type Likeness = (typeof LIKENESSES)[number]

type Facts = {
  title: string
  /** What it means, as the rest of a sentence about a candidate. */
  meaning: string
  /** The share of fields that stay as in the seed: `structure` of modality, kind of target and metric; `amounts` of counts and rates. */
  structure: number
  amounts: number
}
export const LIKENESS_FACTS: Readonly<Record<Likeness, Facts>> = {
  faithful: {
    title: 'Faithful',
    meaning: "keeps its seed's modality, kind of target, metric and proportions",
    structure: 1,
    amounts: 1,
  },
  varied: {
    title: 'Varied',
    meaning: 'keeps about six in ten fields of its seed and moves the others a little',
    structure: 0.6,
    amounts: 0.6,
  },
  far: {
    title: 'Far',
    meaning: 'leaves the modality, kind of target and metric of its seed where it can',
    structure: 0,
    amounts: 0.2,
  },
}

/** What a plan and a seed's structure have in common by name. */
type Kind = { modality: string; task: string; metric: string }

/** What of a seed's kind, as far as it is known, a faithful plan left, as words; empty where it kept all. */
export const strayed = (seed: Partial<Kind>, plan: Kind): string[] =>
  (['modality', 'task', 'metric'] as const)
    .filter((field) => seed[field] !== undefined && seed[field] !== plan[field])
    .map((field) => `${field} ${plan[field]} instead of ${seed[field]}`)
