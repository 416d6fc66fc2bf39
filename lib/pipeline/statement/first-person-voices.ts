import type { Voice } from '#lib/pipeline/statement/voice.ts'

const letter: Voice = {
  person: 'we',
  open: [
    'We are {host}, and we [would like|want|have long wanted] to know [in good time|beforehand|well in advance] {whether}. [By the time we find out, it is too late to act|We have not found a reliable way ourselves|So far we can only guess].',
    'We are {host}, and we [see|handle|have|deal with] more {entities} than anyone can [judge by eye|look at closely|go through one by one|keep track of]. [That is where you come in|This is where a model could help].',
    'Thank you for [taking a look at|your interest in] our {entities}. We are {host}, and [we have more records than time|we need a second opinion|our rules of thumb no longer do the job|nobody here has a good answer].',
    '[Welcome|Hello]. We are {host}, and [these files are|this is] our record of {entities}, [opened up|shared|published] in the hope of [an answer|some help|a better method].',
  ],
  overview: [
    ['open', 'stakes'],
    ['row', 'collect', 'gaps'],
    ['ask', 'truth', 'classes', 'numbers'],
  ],
  data: [['size', 'test']],
}

const handover: Voice = {
  person: 'we',
  open: [
    '[For some time now|For quite a while|For several seasons], we at {short} have kept [a record of|notes on] {entities}. [Now we want to learn from them|The notes have never been put to use|It is time to find out what they are worth|We would like to see what others make of them].',
    '{scene} As {host}, we [know this well|live with it every day|see it all the time]. [Now there is a record to learn from|We have kept notes, though|What we do have are {entities}, written down one by one].',
    'As {host}, we [hand over|pass on|share] what we have [on record|on file] about our {entities}. {scene}',
  ],
  overview: [
    ['open', 'ask'],
    ['stakes', 'truth', 'classes', 'numbers'],
    ['row', 'collect', 'gaps'],
  ],
  data: [['size', 'test']],
}

/** Voices of those who ask themselves. */
export const FIRST_PERSON: readonly Voice[] = [letter, handover]
