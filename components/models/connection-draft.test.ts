import { expect, test } from 'vitest'
import { changesOf, readDraft } from '#components/models/connection-draft.ts'
import { rowsOf } from '#components/models/price-rows.ts'
import type { ConnectionView } from '#lib/contracts/connections.ts'

const KEPT: ConnectionView = {
  id: '00000000-0000-4000-8000-000000000001',
  slug: 'lab',
  name: 'lab',
  status: 'ok',
  kind: 'anthropic',
  baseUrl: 'https://api.example.org/v1',
  keyHint: 'wxyz',
  structuredOutput: 'json-schema',
  allowPrivate: false,
  prices: { m: { inputMicroUsd: 1, outputMicroUsd: 2 } },
  capMicroUsd: 5_000_000,
  spentMicroUsd: 0,
  reservedMicroUsd: 0,
  models: ['m'],
  checkMessage: null,
  checkedAt: null,
  createdByName: 'Olga',
  createdAt: '2026-01-01T00:00:00.000Z',
}

function form(fields: Record<string, string>): FormData {
  const data = new FormData()
  const filled = { name: 'lab', kind: 'anthropic', baseUrl: KEPT.baseUrl, cap: '5', ...fields }
  for (const [name, value] of Object.entries({ structuredOutput: 'json-schema', ...filled }))
    data.set(name, value)
  return data
}

function draftOf(fields: Record<string, string>) {
  const read = readDraft(form(fields), rowsOf(KEPT.prices))
  if (read.kind !== 'ok') throw new Error(read.message)
  return read.draft
}

test('a form that was not touched changes nothing, so that the last test stays', () => {
  expect(changesOf(KEPT, draftOf({}), false)).toEqual({})
})

test('what was typed is sent, and nothing else', () => {
  const draft = draftOf({ cap: '', allowPrivate: 'on', apiKey: 'new-key' })
  expect(changesOf(KEPT, draft, false)).toEqual({ capMicroUsd: null, allowPrivate: true, apiKey: 'new-key' })
})

test('a key is removed only on demand', () => {
  expect(changesOf(KEPT, draftOf({}), true)).toEqual({ apiKey: null })
})

test('an amount that is none is named', () => {
  expect(readDraft(form({ cap: 'five' }), [])).toMatchObject({ kind: 'wrong', field: 'cap' })
})
