import { act, fireEvent, render, screen } from '@testing-library/react'
import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime'
import { expect, test } from 'vitest'
import { Providers } from '#components/data/providers.tsx'
import { Palette } from '#components/frame/palette.tsx'

const ROLE = 'viewer'
const nothing = () => undefined
const router = {
  back: nothing,
  forward: nothing,
  push: nothing,
  replace: nothing,
  prefetch: nothing,
  refresh: nothing,
  bfcacheId: '',
}
const press = (repeat: boolean) =>
  act(() => fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true, repeat }))

test('Ctrl K that is held opens the palette once', () => {
  render(
    <AppRouterContext value={router}>
      <Providers>
        <Palette role={ROLE} />
      </Providers>
    </AppRouterContext>,
  )
  press(false)
  for (let times = 0; times < 7; times++) press(true)
  expect(screen.getByRole('dialog')).toBeTruthy()
  press(false)
  expect(screen.queryByRole('dialog')).toBeNull()
})
