import { expect, test } from 'vitest'
import { messageText } from '#components/training/rollouts/message-text.ts'
import { RolloutRecord } from '#lib/contracts/rollouts.ts'

const call = { id: 'c1', type: 'function', function: { name: 'run', arguments: '{"code":"1"}' } }

test.each([
  ['a text', { role: 'user', content: 'Solve it.' }, 'Solve it.'],
  ['null beside a call', { role: 'assistant', content: null, tool_calls: [call] }, 'calls run({"code":"1"})'],
  [
    'no content',
    { role: 'assistant', tool_calls: [call, call] },
    'calls run({"code":"1"})\ncalls run({"code":"1"})',
  ],
  [
    'parts',
    {
      role: 'user',
      content: [
        { type: 'text', text: 'a' },
        { type: 'image_url', image_url: {} },
      ],
    },
    'a\n{"type":"image_url","image_url":{}}',
  ],
  [
    'text and a call',
    { role: 'assistant', content: 'Let me see.', tool_calls: [call] },
    'Let me see.\ncalls run({"code":"1"})',
  ],
  ['an answer of a tool', { role: 'tool', tool_call_id: 'c1', content: '1' }, 'answer to c1\n1'],
  [
    'arguments as an object',
    { role: 'assistant', content: '', tool_calls: [{ function: { name: 'f', arguments: { a: 1 } } }] },
    '\ncalls f({"a":1})',
  ],
  ['calls in a form of their own', { role: 'assistant', content: null, tool_calls: 'f' }, 'calls "f"'],
])('%s is stored as sent and can be read', (_, message, text) => {
  const record = { id: 'r', step: 1, group: 'g', environment: 'e', outcome: 'failed' as const }
  const { trajectory } = RolloutRecord.parse({ ...record, trajectory: [message] })
  expect(trajectory).toEqual([message])
  expect(messageText(message)).toBe(text)
})

test('a zero byte anywhere in a turn is marked, and a number is not content', () => {
  const record = { id: 'r', step: 1, group: 'g', environment: 'e', outcome: 'failed' as const }
  const message = { role: 'assistant', content: [{ type: 'text', text: 'a\u0000' }] }
  expect(RolloutRecord.parse({ ...record, trajectory: [message] }).trajectory).toEqual([
    { role: 'assistant', content: [{ type: 'text', text: 'a\uFFFD' }] },
  ])
  expect(RolloutRecord.safeParse({ ...record, trajectory: [{ role: 'user', content: 3 }] }).success).toBe(
    false,
  )
})
