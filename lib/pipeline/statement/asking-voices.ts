import type { Voice } from '#lib/pipeline/statement/voice.ts'

const question: Voice = {
  person: 'it',
  open: [
    '{asks} {host} [needs an answer|has to decide|would like to know] [while there is still time to act|before the outcome is known|well in advance|from what is on record]. [This competition is about that answer.|The records below are all there is to continue.|{scene}]',
    '{asks} [The question comes from|That is the question for|That question is open at|Behind the question is] {host}. {scene}',
    '{asks} [It sounds simple|The question is easy to put|It looks like a simple question], but {host} [has no reliable answer|cannot answer it well|mostly answers by feel]. [{scene}|A model should do better.|This competition is meant to change that.]',
  ],
  overview: [
    ['open', 'stakes'],
    ['truth', 'classes', 'numbers'],
    ['row', 'collect'],
  ],
  data: [['size', 'gaps', 'test']],
}

const guess: Voice = {
  person: 'it',
  open: [
    '"{asks}" Ask {host}, and [the honest answer is a guess|you will get a shrug|you will hear three different opinions|nobody can say for sure]. {scene}',
    '"{asks}" [It is the first question of the day for|Hardly a day goes by without this question for|There is no rule of thumb for it, according to|Nobody can answer that with confidence, least of all] {host}. [{scene}|A model would be a start.|The records may know more.]',
    '"{asks}" [The question comes up|People ask this|That is asked] [every day|again and again|all the time] at {host}. {scene}',
  ],
  overview: [
    ['open', 'use'],
    ['row', 'collect', 'gaps'],
    ['ask', 'cost', 'truth', 'classes'],
  ],
  data: [['numbers', 'size', 'test']],
}

const reporter: Voice = {
  person: 'it',
  open: [
    '{scene} {host} has [therefore|now|recently] opened its [records|archive|files] [to anyone who wants to try|to outsiders|for this competition|to data scientists].',
    '{scene} [This is the daily trouble of|That is the situation of|Few know it better than] {host}, [which has kept a record of {entities}|whose record of {entities} is published here|which now asks for help with its {entities}].',
    '{scene} [It is a familiar story at|This is everyday life at] {host}, [where {entities} are recorded with care|where nobody likes to guess|where this question comes up all the time].',
  ],
  overview: [
    ['open', 'ask'],
    ['stakes', 'truth', 'classes', 'numbers'],
  ],
  data: [
    ['row', 'collect', 'gaps'],
    ['size', 'test'],
  ],
}

/** Voices that begin with a question or a scene. */
export const ASKING: readonly Voice[] = [question, guess, reporter]
