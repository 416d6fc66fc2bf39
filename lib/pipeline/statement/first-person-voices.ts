import type { Voice } from '#lib/pipeline/statement/voice.ts'

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

/** Voices of those who ask themselves. */
export const FIRST_PERSON: readonly Voice[] = [letter, handover]
