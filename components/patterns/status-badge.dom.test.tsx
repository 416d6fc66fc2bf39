import { render } from '@testing-library/react'
import { expect, test } from 'vitest'
import { RunBadge } from '#components/patterns/status-badge.tsx'

test.each([
  ['succeeded', 0, 'nothing verified'],
  ['succeeded', 1, 'succeeded'],
  ['succeeded', undefined, 'succeeded'],
  ['cancelled', 0, 'cancelled'],
] as const)('a run that %s with %s verified is called "%s"', (status, verified, words) => {
  expect(render(<RunBadge status={status} verified={verified} />).container.textContent).toBe(words)
})
