import type { Voice } from '#lib/pipeline/statement/voice.ts'

const warning: Voice = {
  person: 'it',
  open: [
    '{cost} [That is why|For this reason|To be spared this,] {host} [has kept|keeps|has long kept] [a record of {entities} and wants to learn from it|notes on {entities} and wants to put them to use|books on {entities} and now opens them|a file on each of its {entities}].',
    '{cost} {host} [knows this from experience|has seen it happen|would rather not see it again|can tell stories about it]. [{scene}|Hence this task.|There is a record to learn from.]',
    '{cost} [It need not come to that|That can be helped|This is not fate], [thinks|says|believes] {host}. [{scene}|What is missing is a forecast.|The record below may hold the answer.]',
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
    '{use} [So far|Until now|Up to now|For want of better], {host} has [relied on|gone by|had to trust] [experience|rules of thumb|a trained eye|habit|good luck]. [{scene}|Here is its record of {entities}.|That may change.]',
    '{use} [That, at least, is the plan of|This is how it should be, says|Such are the hopes of|So runs the idea of] {host}. {scene}',
    '{use} [All that is missing is a forecast|It only takes a forecast|It takes a good forecast], and {host} [asks for one|has none|hopes to get one here]. [{scene}|The record below is the material.|There are {entities} enough to learn from.]',
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
