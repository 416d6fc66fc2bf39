/** What a paragraph can tell; `sentences.ts` has the words for each. */
export type Move =
  | 'open'
  | 'ask'
  | 'scene'
  | 'use'
  | 'cost'
  | 'stakes'
  | 'row'
  | 'collect'
  | 'gaps'
  | 'size'
  | 'test'
  | 'truth'
  | 'classes'
  | 'numbers'

/** A way to tell the story of a task: who speaks, how it begins, and which paragraph tells what. */
export type Voice = {
  person: 'we' | 'it'
  open: readonly string[]
  overview: readonly (readonly Move[])[]
  /** Paragraphs above the list of files. */
  data: readonly (readonly Move[])[]
}

const letter: Voice = {
  person: 'we',
  open: [
    'We are {host}, and we [would like|want|hope|have long wanted] to know [in good time|beforehand|well in advance] {whether}. [Our {entities} tell us too late|We have not found the way ourselves|So far we can only guess].',
    'We are {host}, and we [see|handle|have|deal with] more {entities} than anyone can [judge by eye|look at closely|go through one by one|hold in mind]. [That is where you come in|This is where a model could help|Hence this request].',
    'Thank you for [taking a look at|your interest in|giving your time to|turning to] our {entities}. We are {host}, and [we have more records than time|we need a second opinion|our own rules of thumb no longer do|nobody here has an answer].',
    '[Welcome|Good day|Hello]. We are {host}, and [what you see here is|these files are|this is] our record of {entities}, [opened|given away|published] in the hope of [an answer|some help|a better method].',
  ],
  overview: [
    ['open', 'stakes'],
    ['row', 'collect', 'gaps'],
    ['ask', 'truth', 'classes', 'numbers'],
  ],
  data: [['size', 'test']],
}

const reporter: Voice = {
  person: 'it',
  open: [
    '{scene} {host} has [therefore|now|after some thought] opened its [records|books|files] [to anyone who can read them|to outsiders|for this task|to all who want to try].',
    '{scene} [It is the everyday trouble of|That is the situation of|Nobody knows it better than] {host}, [which has kept a record of {entities}|whose record of {entities} is published here|which now asks for help with its {entities}].',
    '{scene} So [it is|things are] at {host}, [where {entities} are recorded with care|where nobody likes to guess|where the question of this task comes up all the time].',
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

const brief: Voice = {
  person: 'it',
  open: [
    '[Wanted|Needed|Subject]: a [forecast|prediction|judgement]. [Question|In question|To be answered]: {whether}. [Asked by|Client|On behalf of]: {host}.',
    'In [short|brief|a sentence]: {host} [needs to know|wants to know|has to judge|has to say] {whether}. [{scene}|The details follow.|What is known is in the files below.]',
    '[The client|Who asks]: {host}. [The question|What is asked]: {whether}. [The means|What there is to go by]: [a record of earlier {entities}|{entities} of the past|what was noted of earlier {entities}].',
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

const handover: Voice = {
  person: 'we',
  open: [
    '[For some time now|For quite a while|Over the seasons] {host} has kept [a record of|notes on] {entities}. That is us, and [now we want to learn from them|the notes have never been put to use|it is time to ask what they are worth|we would like to see what others make of them].',
    '{scene} We, {host}, [know this well|live with it|have no way round it|have got used to it]. [Now there is a record|Yet we keep notes|What we do have are {entities}, written down one by one].',
    'We, {host}, [hand over|pass on|share] what we have [noted|written down|on file] about our {entities}. {scene}',
  ],
  overview: [
    ['open', 'ask'],
    ['stakes', 'truth', 'classes', 'numbers'],
    ['row', 'collect', 'gaps'],
  ],
  data: [['size', 'test']],
}

const aim: Voice = {
  person: 'it',
  open: [
    'The [aim|goal|point] of this [task|competition|challenge] is to [predict|tell|work out] {whether}, for [each|every] {entity} [of the test set|in `test.csv`]. The [records|data] [come from|were given by|belong to] {host}.',
    'Can [{collector}|anybody|an outsider|a model] [tell|foresee|say] {whether}? [Not reliably, says|Hardly ever, says|Only with luck, says|Nobody can yet, says|That is not yet known to] {host}. {scene}',
    '[What is asked for|What this comes down to|The heart of the matter] is a [good|sound|careful] [guess|forecast] for each {entity}: {whether}. [It is asked for by|The one who asks is|It would help] {host}.',
  ],
  overview: [
    ['open', 'stakes'],
    ['row', 'collect', 'gaps'],
    ['truth', 'classes', 'numbers'],
  ],
  data: [['size', 'test']],
}

const benefit: Voice = {
  person: 'it',
  open: [
    '{use} [So far|Until now|Up to now|For want of better], {host} has [relied on|gone by|had to trust] [experience|rules of thumb|a trained eye|habit|good luck]. [{scene}|Here is its record of {entities}.|That may change.]',
    '{use} [That, at least, is the plan of|This is how it should be, says|Such are the hopes of|So runs the idea of] {host}. {scene}',
    '{use} [All that is missing is a forecast|It only takes a forecast|What it needs is foresight], and {host} [asks for one|has none|hopes to get one here]. [{scene}|The record below is the material.|There are {entities} enough to learn from.]',
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

/** For a task with a story of its own, which its planner told in one sentence. */
export const PLAIN: Voice = {
  person: 'it',
  open: ['{stakeholder}'],
  overview: [
    ['open', 'ask'],
    ['row', 'collect', 'gaps'],
    ['truth', 'classes', 'numbers'],
  ],
  data: [['size', 'test']],
}

export const VOICES: readonly Voice[] = [
  letter,
  reporter,
  question,
  brief,
  study,
  guess,
  warning,
  handover,
  aim,
  benefit,
]
