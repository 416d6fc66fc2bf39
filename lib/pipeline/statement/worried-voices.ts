import type { Voice } from '#lib/pipeline/statement/voice.ts'

const warning: Voice = {
  person: 'it',
  open: [
    '{cost} [That is why|For this reason] {host} [has kept|keeps|has long kept] [a record of {entities} and wants to learn from it|notes on {entities} and wants to put them to use|a file on each of its {entities}].',
    '{cost} {host} [knows this from experience|has seen it happen|would rather not see it again]. [{scene}|There is a record to learn from.|A forecast would help.]',
    '{cost} [It need not come to that|That can be avoided], [thinks|says|believes] {host}. [{scene}|What is missing is a forecast.|The record below may hold the answer.]',
  ],
  overview: [
    ['open', 'ask'],
    ['use', 'truth', 'classes', 'numbers'],
  ],
  data: [
    ['row', 'collect', 'gaps'],
    ['size', 'test'],
  ],
}

const benefit: Voice = {
  person: 'it',
  open: [
    '{use} [So far|Until now|Up to now], {host} has [relied on|gone by|had to trust] [experience|rules of thumb|a trained eye|habit]. [{scene}|Here is its record of {entities}.|A model could change that.]',
    '{use} [That, at least, is the plan of|This is how it should work, says|That is the hope of] {host}. {scene}',
    '{use} [All that is missing is a forecast|It only takes a forecast|That takes a good forecast], and {host} [asks for one|has none|hopes to get one here]. [{scene}|The record below is all there is to work with.|There are plenty of {entities} to learn from.]',
  ],
  overview: [
    ['open', 'cost', 'ask'],
    ['classes', 'truth', 'numbers'],
  ],
  data: [
    ['row', 'collect', 'gaps'],
    ['size', 'test'],
  ],
}

/** Voices that begin with what is at stake. */
export const WORRIED: readonly Voice[] = [warning, benefit]
