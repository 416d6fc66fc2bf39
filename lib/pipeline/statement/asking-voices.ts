import type { Voice } from '#lib/pipeline/statement/voice.ts'

const question: Voice = {
  person: 'it',
  open: [
    '{asks} {host} [needs an answer|has to decide|would like to know|has to commit itself] [while there is still time to act|before the fact|earlier than the facts allow|with what little is known]. [This task is about that answer.|The records below are all there is to go by.|{scene}]',
    '{asks} [The question is put by|This is asked by|Behind the question stands|That is what occupies] {host}. {scene}',
    '{asks} [It is a plain question|The question is easily put|It sounds simple], and {host} [has no plain answer|cannot answer it well|answers it by feel]. [{scene}|That is to change.|A model might do better.]',
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
    '"{asks}" Put the question to {host}, and [the honest answer is a guess|you will get a shrug|you will hear three opinions|the room falls silent]. {scene}',
    '"{asks}" [It is the first question of the day for|Hardly a day goes by without this question for|Nobody answers that with confidence, least of all|There is no rule for that, says] {host}. [{scene}|A model could be a start.|The records might know more.]',
    '"{asks}" [That is asked|The question is heard|People ask this] [every day|again and again|time after time] at {host}. {scene}',
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
    '{scene} {host} has [therefore|now|recently] opened its [records|books|files] [to anyone who can read them|to outsiders|for this task|to all who want to try].',
    '{scene} [It is the everyday trouble of|That is the situation of|Nobody knows it better than] {host}, [which has kept a record of {entities}|whose record of {entities} is published here|which now asks for help with its {entities}].',
    '{scene} [It is a familiar story at|This is everyday life at] {host}, [where {entities} are recorded with care|where nobody likes to guess|where the question of this task comes up all the time].',
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
