import { describe, expect, it } from 'vitest'
import { markerIn } from '#lib/llm/scripted-provider/marker.ts'
import { faultBook, parseModel } from '#lib/llm/scripted-provider/scripted-model.ts'

const parsed = (id: string) => {
  const model = parseModel(id)
  if (typeof model === 'string') throw new Error(model)
  return model
}

describe('parseModel', () => {
  it.each([
    ['churn-tabular', []],
    ['churn-tabular+429', [{ name: '429', times: null, role: null }]],
    ['churn-tabular+prosex3', [{ name: 'prose', times: 3, role: null }]],
    [
      'churn-tabular+429x2.stall@ml-developer',
      [
        { name: '429', times: 2, role: null },
        { name: 'stall', times: null, role: 'ml-developer' },
      ],
    ],
    [
      'churn-tabular+wrong-schemax1@technical-writer',
      [{ name: 'wrong-schema', times: 1, role: 'technical-writer' }],
    ],
  ])('reads %s', (id, faults) => {
    expect(parsed(id)).toEqual({ id, cassette: 'churn-tabular', faults })
  })

  it.each(['', '+429', '../etc', 'a+', 'a+b', 'a+429x0', 'a+429@nobody', 'a+429+500', 'a+429..500', 'A/b'])(
    'refuses "%s" with the reason',
    (id) => {
      expect(parseModel(id)).toEqual(expect.stringContaining('The model'))
    },
  )
})

describe('faultBook', () => {
  it('plays the first N matching requests, then what follows', () => {
    const book = faultBook()
    const model = parsed('a+429x2.prosex1@ml-developer.500x1')
    const next = (role: 'ml-developer' | 'data-strategist') => book.next(model, role)
    expect([next('data-strategist'), next('ml-developer')]).toEqual(['429', '429'])
    expect([next('data-strategist'), next('ml-developer'), next('ml-developer')]).toEqual([
      '500',
      'prose',
      null,
    ])
  })

  it('counts each model id for itself', () => {
    const book = faultBook()
    expect(book.next(parsed('a+429x1'), 'ml-developer')).toBe('429')
    expect(book.next(parsed('b+429x1'), 'ml-developer')).toBe('429')
    expect(book.next(parsed('a+429x1'), 'ml-developer')).toBeNull()
  })
})

describe('markerIn', () => {
  it('reads who asks', () => {
    const text = 'sandmle role=ml-developer candidate=c1 repair=1 turn=2'
    expect(markerIn(text)).toEqual({ role: 'ml-developer', candidate: 'c1', repair: 1, turn: 2 })
  })

  it.each(['', 'sandmle role=cook candidate=c repair=0 turn=0', 'sandmle role=ml-developer repair=0'])(
    'finds none in "%s"',
    (text) => {
      expect(markerIn(text)).toBeNull()
    },
  )
})
