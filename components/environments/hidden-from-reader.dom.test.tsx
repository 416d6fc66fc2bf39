import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { FileBrowser, type OpenedFile } from '#components/environments/file-browser.tsx'
import { GateEvidence } from '#components/environments/gate-evidence.tsx'
import type { GateView } from '#lib/contracts/environments.ts'

const GATE: GateView = {
  gate: 'leaks',
  number: 6,
  title: 'Leaks and shortcuts',
  verdict: 'passed',
  kind: 'full',
  checks: [],
  at: null,
}
const hrefOf = (path: string) => `?file=${path}`

test.each([
  [true, 'passed', /hidden from you.*Only .* see it/],
  [false, 'passed', /recorded no check/],
  [true, 'not-run', /has not run/],
  [true, 'not-in-set', /not part of the gate set/],
] as const)('hidden %s and %s: the right reason for an empty gate', (hidden, verdict, words) => {
  const gate = { ...GATE, verdict }
  render(<GateEvidence gate={gate} hidden={hidden} fileHref={hrefOf} />)
  expect(screen.getByText(words)).toBeTruthy()
})

test.each<[OpenedFile, RegExp]>([
  [
    { kind: 'hidden', path: 'judge/answer.csv' },
    /judge\/answer\.csv is hidden from you: only .* see what the judge sees/,
  ],
  [{ kind: 'missing', path: 'agent/none.csv' }, /This version has no file agent\/none\.csv/],
])('a file by its address that is not shown says why: %j', (open, words) => {
  render(<FileBrowser slug="crane" number={1} files={[]} open={open} hrefOf={hrefOf} />)
  expect(screen.getByText(words)).toBeTruthy()
})
