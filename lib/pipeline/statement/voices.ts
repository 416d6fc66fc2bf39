import type { Voice } from '#lib/pipeline/statement/voice.ts'

/**
 * Every voice: one for each form of a title. No two share an opening sentence, or the one that says what is asked: of two
 * that begin with a scene of the trade, one stands at an even place and the other at an odd one.
 */
export const VOICES: readonly Voice[] = [
  {
    open: ['{trade} {trouble}'],
    ask: [
      '{host} [would like|wants] to predict, for each {entity}, {whether}.',
      '{host} [is looking for|needs] a model that predicts, for each {entity}, {whether}.',
    ],
  },
  {
    open: ['{trouble} {host} [has shared|shares|provides] the records that this task is based on.'],
    ask: ['{short} [would like|wants|needs] to predict, for each {entity}, {whether}.'],
  },
  {
    open: [
      '{host} has [released|published] its records of {entities} for this competition. {trade} {trouble}',
    ],
    ask: [
      '{short} [is looking for|is interested in|needs] a model that predicts, for each {entity}, {whether}.',
    ],
  },
  {
    open: [
      'For every {entity}, {host} [wants to know|would like to know|needs to know] {whether}. {trouble}',
    ],
    ask: ['The task is to predict this for [every|each] row of `test.csv`.'],
  },
  {
    open: ['Can {host} predict {whether}? {trade} {trouble}'],
    ask: ['Your task is to predict this for [every|each] row of `test.csv`.'],
  },
  {
    open: ['With [every|each] {entity}, {host} [has to|needs to|must] work out {whether}. {trade}'],
    ask: ['The goal is a model that [predicts|can predict] this for [every|each] row of `test.csv`.'],
  },
  {
    open: [
      'This competition [comes from|is set by|is hosted by] {host}. {trade} {trouble}',
      'The data for this competition comes from {host}. {trade} {trouble}',
    ],
    ask: [
      '[The task|The goal|Your task] is to predict, for each {entity}, {whether}.',
      'A model is [wanted|needed] that predicts, for each {entity}, {whether}.',
    ],
  },
  {
    open: ['{trade} For each {entity}, {host} [needs|wants|would like] to know {whether}. {trouble}'],
    ask: ['The aim is to predict this for [every|each] row of `test.csv`.'],
  },
  {
    open: [
      '{host} keeps records of {entities}, and this competition is [based|built] on them. {trade} {trouble}',
    ],
    ask: ['For each {entity}, {short} [would like|wants|needs] to know {whether}.'],
  },
]
