import { describe, expect, it } from 'vitest'
import { extractJson } from '#lib/domain/extract-json.ts'

const read = (text: string, accepts?: (value: unknown) => boolean) => {
  const result = extractJson(text, accepts)
  return result.kind === 'json' ? result.value : result
}
const F = '```'

describe('extractJson', () => {
  it.each([
    ['bare', '{"a":1}', { a: 1 }],
    ['blank lines around', '\n\n {"a":1}\n\n', { a: 1 }],
    ['a byte-order mark', '\uFEFF{"a":1}', { a: 1 }],
    ['a json fence', `${F}json\n{"a":1}\n${F}`, { a: 1 }],
    ['a fence without a label', `${F}\n{"a":1}\n${F}`, { a: 1 }],
    ['an upper-case fence', `${F}JSON\n{"a":1}\n${F}`, { a: 1 }],
    ['a fence that never closes', `Sure!\n${F}json\n{"a":1}`, { a: 1 }],
    ['prose before', 'Here is the object: {"a":1}', { a: 1 }],
    ['prose after', '{"a":1}\n\nLet me know if you need more!', { a: 1 }],
    ['braces in the prose', 'The set {x, y} and {"a":1} and {z}', { a: 1 }],
    ['template braces', 'Use {{name}} as usual. {"a":1}', { a: 1 }],
    ['code before', 'def f():\n    return {1: 2}\n\n{"a":1}', { a: 1 }],
    ['a trailing comma in an object', '{"a":1,}', { a: 1 }],
    ['a trailing comma in a list', '{"a":[1,2, ] , }', { a: [1, 2] }],
    ['comments', '{ // first\n "a": 1, /* second */ "b": "// kept" }', { a: 1, b: '// kept' }],
    ['a raw line break in a string', '{"a":"x\ny\tz"}', { a: 'x\ny\tz' }],
    [
      'a fence inside a string',
      `${F}json\n{"code":"${F}python\\nx\\n${F}"}\n${F}`,
      { code: `${F}python\nx\n${F}` },
    ],
    ['a brace inside a string', '{"a":"} not yet {"}', { a: '} not yet {' }],
    ['smart quotes inside a string', '{"a":"“quoted” ‘text’"}', { a: '“quoted” ‘text’' }],
    ['no-break spaces between tokens', '{\u00A0"a":\u00A01}', { a: 1 }],
    ['numbers', '{"a":[-0.5,1e9,0,12.25E-3]}', { a: [-0.5, 1e9, 0, 0.01225] }],
    ['escapes', '{"a":"\\u00e9\\n\\\\\\""}', { a: 'é\n\\"' }],
    ['an empty object', '{}', {}],
    ['thinking before', '<think>maybe {"a": or</think>\n{"a":1}', { a: 1 }],
    ['two objects, the longer', '{"a":1} or better {"a":1,"b":2}', { a: 1, b: 2 }],
    ['two objects, the labelled', `{"long":"example of the shape"}\n${F}json\n{"a":1}\n${F}`, { a: 1 }],
    ['a key called __proto__', '{"__proto__":1}', JSON.parse('{"__proto__":1}')],
  ])('reads an object with %s', (_, text, value) => {
    expect(read(text)).toEqual(value)
  })

  it('prefers the object that the caller accepts', () => {
    const hasB = (value: unknown) => typeof value === 'object' && value !== null && 'b' in value
    expect(read('{"b":1} but not {"a":1,"c":2}', hasB)).toEqual({ b: 1 })
    expect(read('{"a":1}', hasB)).toEqual({ a: 1 })
  })

  it.each([
    ['no object', 'I cannot help with that.', 'missing', 1, 1],
    ['nothing', '', 'missing', 1, 1],
    ['a set in prose only', 'Take {x, y}.', 'missing', 1, 1],
    ['cut in a string', '{"a":"x', 'truncated', 1, 8],
    ['cut after a key', '{\n"a"', 'truncated', 2, 4],
    ['cut in a list', '{"a":[1,\n2', 'truncated', 2, 2],
    ['cut in a literal', '{"a":tru', 'truncated', 1, 9],
    ['cut in an escape', '{"a":"\\u00', 'truncated', 1, 11],
    ['cut after a nested whole object', '{"a":{"b":1},"c":', 'truncated', 1, 18],
    ['a missing comma', '{"a":1\n"b":2}', 'broken', 2, 1],
    ['single quotes', "{'a':1}", 'broken', 1, 2],
    ['smart quotes as quotes', '{“a”:1}', 'broken', 1, 2],
    ['an unknown escape', '{"a":"\\d"}', 'broken', 1, 7],
    ['NaN', '{"a":NaN}', 'broken', 1, 6],
    ['a nested whole object beside an error', '{"a":oops,"b":{"c":1}}', 'broken', 1, 6],
  ])('fails on %s', (_, text, code, line, column) => {
    expect(extractJson(text)).toMatchObject({ kind: 'failure', code, line, column })
  })

  it('does not take a small example for an answer that was cut', () => {
    const text = 'Shaped like {"a":1}:\n{"title":"A long answer that did not fit","rows":[1,2'
    expect(extractJson(text)).toMatchObject({ kind: 'failure', code: 'truncated', line: 2 })
  })

  it('says what was expected where', () => {
    const result = extractJson('{"a":1 "b":2}')
    expect(result.kind === 'failure' && result.message).toBe(
      'The JSON is not valid at line 1, column 8: expected "," or "}", found "\\"b\\":2}". Send the whole JSON object again.',
    )
  })

  it('gives up on long nonsense', () => {
    for (const piece of ['{', '{"a', '{/*', '{//', '{"a":x} '])
      expect(extractJson(piece.repeat(100_000)).kind).toBe('failure')
  })

  it('refuses nesting beyond reason instead of overflowing', () => {
    expect(extractJson('{"a":'.repeat(50_000)).kind).toBe('failure')
    expect(extractJson(`{"a":${'['.repeat(50_000)}`).kind).toBe('failure')
  })
})

/** A small generator with a fixed seed, so that a failure repeats. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    yield state / 2_147_483_648
  }
}

function makeValue(random: () => number, depth: number): unknown {
  const kind = Math.floor(random() * (depth > 3 ? 4 : 6))
  if (kind === 0) return Math.round((random() - 0.5) * 1e6) / 100
  if (kind === 1)
    return ['', 'plain', 'a "quote"', 'brace } {', `fence ${F}json`, 'line\nbreak', '\\n', '漢 “x”'][
      Math.floor(random() * 8)
    ]
  if (kind === 2) return random() < 0.5
  if (kind === 3) return null
  const count = Math.floor(random() * 4)
  if (kind === 4) return Array.from({ length: count }, () => makeValue(random, depth + 1))
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`key ${at}`, makeValue(random, depth + 1)]),
  )
}

describe('extractJson on generated objects', () => {
  const source = numbers(7)
  const random = () => source.next().value
  const objects = Array.from({ length: 200 }, () => ({
    first: makeValue(random, 0),
    second: makeValue(random, 0),
  }))

  it('reads back every object from every wrapping', () => {
    for (const object of objects)
      for (const json of [JSON.stringify(object), JSON.stringify(object, null, 2)])
        for (const text of [json, `${F}json\n${json}\n${F}`, `Sure:\n\n${json}\n\nDone {ok}.`])
          expect(read(text)).toEqual(object)
  })

  it('says truncated for every cut that leaves a key and lost more than the end', () => {
    for (const object of objects.slice(0, 40)) {
      const json = JSON.stringify(object)
      for (let end = '{"first":'.length; end < json.length; end += 1)
        expect(extractJson(json.slice(0, end))).toMatchObject({ code: 'truncated' })
    }
  })
})
