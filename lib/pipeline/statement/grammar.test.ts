import { expect, test } from 'vitest'
import {
  compose,
  counted,
  listed,
  pluralOf,
  withArticle,
  wordingsOf,
} from '#lib/pipeline/statement/grammar.ts'
import { withUnit } from '#lib/pipeline/statement/units.ts'
import { stream } from '#lib/pipeline/stream.ts'

test.each([
  ['hive check', 'a hive check'],
  ['order', 'an order'],
  ['hourly check', 'an hourly check'],
  ['unit', 'a unit'],
  ['urgent call', 'an urgent call'],
  ['European tour', 'a European tour'],
])('%s becomes %s', (noun, phrase) => expect(withArticle(noun)).toBe(phrase))

test.each([
  ['survey', 'surveys'],
  ['delivery', 'deliveries'],
  ['station pass', 'station passes'],
  ['batch', 'batches'],
])('many of %s are %s', (one, many) => expect(pluralOf(one)).toBe(many))

test('a count agrees with its noun, a list with its length', () => {
  expect([counted(1, 'row'), counted(2250, 'row')]).toEqual(['1 row', '2,250 rows'])
  expect([listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual(['a', 'a and b', 'a, b and c'])
})

test('sentences begin with a capital, names in code stay', () => {
  const words = { board: 'the board', row: 'order' }
  const text = '{board} needs {an row}. `test.csv` has it. {board} has [one|one].'
  expect(compose(text, words, stream('test'))).toBe(
    'The board needs an order. `test.csv` has it. The board has one.',
  )
})

test('a word that nobody has is an error, and so is a choice that stays open', () => {
  expect(() => compose('{nothing}', {}, stream('test'))).toThrow('nothing')
  expect(() => compose('[a|b', {}, stream('test'))).toThrow('open choice')
})

test.each([
  ['salt concentration', 'mM', 'salt concentration (mM)'],
  ['oil temperature', 'C', 'oil temperature (°C)'],
  ['number of frames', 'n', 'number of frames'],
  ['year of pressing', 'year', 'year of pressing'],
  ['age', 'year', 'age (years)'],
  ['pH of the dough', 'pH', 'pH of the dough'],
])('%s in %s reads %s', (label, unit, said) => expect(withUnit(label, unit)).toBe(said))

test.each([
  ['plain', ['plain']],
  ['[a|b] [c|d]', ['a c', 'b c', 'a d', 'b d']],
  ['[a[ x|]|b]', ['a x', 'b', 'a', 'b']],
])('%j has the wordings %j', (template, wordings) => {
  expect(wordingsOf(template)).toEqual(wordings)
})
