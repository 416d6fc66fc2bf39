import type { Modality } from '#lib/domain/vocabulary.ts'

const RANDOM_IDS =
  '[The ids are random|The ids were drawn at random] and [carry no information|mean nothing].'
const SAMPLED = (more: string) => [
  `The test rows are other {entities}${more}, [drawn at random from the same source|from the same period and the same places|picked at random]. ${RANDOM_IDS}`,
  `Which {entities} are in \`train.csv\` and which in \`test.csv\` was [decided at random|left to chance][, and the ids are random too|; the ids carry no information|. ${RANDOM_IDS.slice(0, -1)}].`,
  `[No {entity} is in both files|The two files have no {entity} in common|Each {entity} is in exactly one of the two files], and [the split was made at random|the split is random]. [The ids carry no information.|${RANDOM_IDS}]`,
]
/** Where the test rows come from, and what an id says. */
export const TEST: Readonly<Record<Modality, readonly string[]>> = {
  tabular: SAMPLED(''),
  join: SAMPLED(' with a history of their own'),
  image: SAMPLED(' with pictures of their own'),
  text: SAMPLED(' with texts of their own'),
  audio: SAMPLED(' with recordings of their own'),
  series: [
    `The test rows [come|were recorded] later: all of their dates follow those of the training rows. ${RANDOM_IDS}`,
    `[Training ends where the test begins|The test period begins where training ends]: [every date|each date] in \`test.csv\` comes after those in \`train.csv\`. [The ids say nothing about the order.|${RANDOM_IDS}]`,
    `\`test.csv\` lies in the future: its dates come after [the last date of the training rows|all those of the training rows]. ${RANDOM_IDS}`,
  ],
}
