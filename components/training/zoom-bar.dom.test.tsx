import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { type CurveView, readCurveView } from '#components/training/training-url.ts'
import type { ChangeView } from '#components/training/use-curve-view.ts'
import { ZoomBar } from '#components/training/zoom-bar.tsx'

/** The bar over 100,000 steps, whose address changes before anything is drawn again. */
function bar(zoom: CurveView['zoom']) {
  const start: CurveView = { ...readCurveView(new URLSearchParams()), x: 'step', zoom }
  const address = { view: start }
  const change: ChangeView = (wanted) => {
    const next = typeof wanted === 'function' ? wanted(address.view) : wanted
    if (next !== null) address.view = { ...address.view, ...next }
  }
  render(<ZoomBar view={start} whole={{ from: 0, to: 100_000 }} change={change} />)
  return address
}

async function type(label: string, text: string) {
  const field = screen.getByLabelText(label)
  await userEvent.clear(field)
  await userEvent.type(field, `${text}{Enter}`)
}

test('both ends that are typed before the charts are drawn again are kept', async () => {
  const address = bar({ from: 60_000, to: 80_000 })
  await type('step from', '69900')
  await type('to', '70100')
  expect(address.view.zoom).toEqual({ from: 69_900, to: 70_100 })
})

test('a button that is pressed twice at once zooms twice', async () => {
  const address = bar({ from: 40_000, to: 60_000 })
  const closer = screen.getByRole('button', { name: 'Zoom in' })
  await userEvent.dblClick(closer)
  expect(address.view.zoom).toEqual({ from: 47_500, to: 52_500 })
})

test('an end beyond the other one changes nothing, and the field says what is', async () => {
  const address = bar({ from: 60_000, to: 80_000 })
  await type('step from', '90000')
  expect(address.view.zoom).toEqual({ from: 60_000, to: 80_000 })
  expect(screen.getByLabelText('step from')).toHaveProperty('value', '60000')
})
