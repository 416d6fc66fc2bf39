import type { Voice } from '#lib/pipeline/statement/voice.ts'

const brief: Voice = {
  person: 'it',
  open: [
    'The [brief|request|assignment] from {host} is [short|simple|clear]: [predict|work out|forecast] {whether}.',
    'In [short|brief|one sentence]: {host} [needs to know|wants to know|would like to know in advance] {whether}. [{scene}|The details follow.|Everything on record is in the files below.]',
    '{host} has [a single question|one question|a question]: {whether}. To answer it, there is [a record of earlier {entities}|a file of past {entities}|what was noted about earlier {entities}].',
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
    'This [data set|collection|record] [holds|brings together|consists of] {train} [whose outcome is known|with a known outcome]. It was [put together|assembled|compiled] by {host}[, over a long time|, at first for its own use|].',
    '{host} has [recorded|followed|documented|kept track of] {train} and [published|released|shared] them [with|together with] their outcome.',
    'For {train}, {host} [knows|has noted|has on file] how things [turned out|ended|went]. For [the others|the rest|many more], it [would like to know|can only guess|has no answer yet].',
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
    'The [aim|goal|point] of this [task|competition|challenge] is to [predict|forecast|work out] {whether}, for [each|every] {entity} [of the test set|in `test.csv`]. The [records|data] [come from|were provided by] {host}.',
    'Can [{collector}|anyone|an outsider|a model] [tell|predict|say] {whether}? [Not reliably, says|Hardly ever, says|Only with luck, says|Not yet, says] {host}. {scene}',
    '[What is needed|The heart of the matter|What this comes down to] is a [good|sound|careful] [prediction|forecast] for each {entity}: {whether}. It [is needed by|would help|is meant for] {host}.',
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
