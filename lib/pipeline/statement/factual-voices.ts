import type { Voice } from '#lib/pipeline/statement/voice.ts'

const brief: Voice = {
  person: 'it',
  open: [
    'The [brief|request|assignment] from {host} is [short|simple|clear]: [predict|work out|forecast|estimate] {whether}.',
    'In [short|brief|a sentence]: {host} [needs to know|wants to know|has to judge|has to say] {whether}. [{scene}|The details follow.|What is known is in the files below.]',
    '{host} [has|brings|poses] a single question: {whether}. To answer it, there is [a record of earlier {entities}|a file of past {entities}|what was noted about earlier {entities}].',
  ],
  overview: [
    ['open', 'use'],
    ['classes', 'truth', 'cost', 'numbers'],
  ],
  data: [
    ['row', 'collect', 'gaps'],
    ['size', 'test'],
  ],
}

const study: Voice = {
  person: 'it',
  open: [
    'This [data set|collection|record] [holds|brings together|consists of] {train} whose outcome is known. It was [made|put together|assembled|compiled] by {host}[, over a long time|, for its own use at first|].',
    '{host} has [recorded|followed|documented|kept track of] {train} and [published|released|shared] them [with|together with] their outcome.',
    '[For|Of] {train}, {host} [knows|has noted|has on file] how things [turned out|ended|went]. [For the others|Of the rest|About many more], it [would like to know|can only guess|has no word yet].',
  ],
  overview: [
    ['open', 'scene'],
    ['ask', 'classes', 'truth', 'numbers'],
    ['stakes', 'row'],
  ],
  data: [['collect', 'gaps', 'size', 'test']],
}

const aim: Voice = {
  person: 'it',
  open: [
    'The [aim|goal|point] of this [task|competition|challenge] is to [predict|tell|work out] {whether}, for [each|every] {entity} [of the test set|in `test.csv`]. The [records|data] [come from|were given by|belong to] {host}.',
    'Can [{collector}|anybody|an outsider|a model] [tell|foresee|say] {whether}? [Not reliably, says|Hardly ever, says|Only with luck, says|Nobody can yet, says|That is not yet known to] {host}. {scene}',
    '[What is asked for|What this comes down to|The heart of the matter] is a [good|sound|careful] [guess|forecast] for each {entity}: {whether}. [It is asked for by|It would help|It is meant for] {host}.',
  ],
  overview: [
    ['open', 'stakes'],
    ['row', 'collect', 'gaps'],
    ['truth', 'classes', 'numbers'],
  ],
  data: [['size', 'test']],
}

/** Voices that state what is wanted, and from what. */
export const FACTUAL: readonly Voice[] = [brief, study, aim]
