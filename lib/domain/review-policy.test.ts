import { describe, expect, test } from 'vitest'
import { CURRENT_GATE_SET, gateSetOf } from '#lib/domain/gates.ts'
import {
  approvalObjection,
  type CastReview,
  decideReview,
  missingForFull,
  REVIEW_CRITERIA,
  reviewObjection,
} from '#lib/domain/review-policy.ts'

const version = { status: 'in-review' as const, contentHash: 'h', authorId: 'ann', editorId: 'ed' }
const yes = (reviewerId: string, contentHash = 'h'): CastReview => ({
  reviewerId,
  verdict: 'approve',
  contentHash,
})
const no = (reviewerId: string): CastReview => ({ reviewerId, verdict: 'request-changes', contentHash: 'h' })

describe('decideReview', () => {
  test.each([
    ['nobody', [], 1, 'open'],
    ['one of one', [yes('bob')], 1, 'approved'],
    ['one of two', [yes('bob')], 2, 'open'],
    ['two of two', [yes('bob'), yes('cy')], 2, 'approved'],
    ['the same person twice is one', [yes('bob'), yes('bob')], 2, 'open'],
    ['the author does not count', [yes('ann')], 1, 'open'],
    ['the last editor does not count', [yes('ed')], 1, 'open'],
    ['other content does not count', [yes('bob', 'old')], 1, 'open'],
    [
      'one request for changes outweighs approvals',
      [yes('bob'), yes('cy'), no('di')],
      1,
      'changes-requested',
    ],
    ["the author's request for changes does not count", [no('ann')], 1, 'open'],
  ] as const)('%s', (_name, cast, approvals, kind) => {
    expect(decideReview(version, cast, { approvals }).kind).toBe(kind)
  })

  test('names the reviewers in a fixed order', () => {
    expect(decideReview(version, [yes('cy'), yes('bob')], { approvals: 2 })).toMatchObject({
      reviewers: ['bob', 'cy'],
    })
  })
})

test.each([
  ['bob', 'in-review', [], null],
  ['ann', 'in-review', [], /author/],
  ['ed', 'in-review', [], /edited/],
  ['bob', 'in-review', [yes('bob')], /already/],
  ['bob', 'approved', [], /approved/],
] as const)('%s on a version that is %s', (reviewer, status, cast, reason) => {
  const objection = reviewObjection({ ...version, status }, reviewer, cast)
  if (reason === null) expect(objection).toBeNull()
  else expect(objection).toMatch(reason)
})

describe('missingForFull', () => {
  const gates = gateSetOf(CURRENT_GATE_SET)
  const full = gates.map(
    (gate) => ({ gateSet: CURRENT_GATE_SET, gate, kind: 'full', verdict: 'passed' }) as const,
  )

  test('is empty for a full certificate', () => expect(missingForFull(full)).toEqual([]))
  test.each(gates)('notices that %s is missing, failed, quick or of an older set', (gate) => {
    const others = full.filter((row) => row.gate !== gate)
    const own = { gateSet: CURRENT_GATE_SET, gate, kind: 'full', verdict: 'passed' } as const
    for (const bad of [
      { ...own, verdict: 'failed' },
      { ...own, verdict: 'not-comparable' },
      { ...own, kind: 'quick' },
      { ...own, gateSet: CURRENT_GATE_SET - 1 },
    ] as const)
      expect(missingForFull([...others, bad])).toEqual([gate])
    expect(missingForFull(others)).toEqual([gate])
  })
})

describe('approvalObjection', () => {
  const all = REVIEW_CRITERIA.map((criterion) => ({ criterion, mark: 'minor' as const }))
  test('any mark but open will do', () => expect(approvalObjection(all)).toBeNull())
  test.each(REVIEW_CRITERIA)('names %s when it is open or missing', (name) => {
    const others = all.filter(({ criterion }) => criterion !== name)
    const open = { criterion: name, mark: 'not-checked' as const }
    expect(approvalObjection(others)).toContain(`Still open: ${name}.`)
    expect(approvalObjection([...others, open])).toContain(`Still open: ${name}.`)
  })
})
