'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useState } from 'react'
import { preferenceCookie, readTheme, THEME_COOKIE, type Theme } from '#components/frame/theme.ts'
import { IconButton } from '#components/ui/button.tsx'
import { Menu, MenuChoice } from '#components/ui/menu.tsx'

const ICONS = { system: Monitor, light: Sun, dark: Moon }
const OPTIONS = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

/** Writes the theme to the document and to a cookie, so that the next page is right before its first paint. */
export function applyTheme(theme: Theme) {
  const root = document.documentElement
  if (theme === 'system') root.removeAttribute('data-theme')
  else root.setAttribute('data-theme', theme)
  // biome-ignore lint/suspicious/noDocumentCookie: a preference, not a secret; the Cookie Store API is not everywhere
  document.cookie = preferenceCookie(THEME_COOKIE, theme)
  window.dispatchEvent(new Event('sandmle-theme'))
}

export function ThemeMenu({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial)
  const Icon = ICONS[theme]
  function choose(value: string) {
    const next = readTheme(value)
    setTheme(next)
    applyTheme(next)
  }
  return (
    <Menu
      trigger={
        <IconButton label={`Theme: ${theme}`}>
          <Icon size={16} aria-hidden />
        </IconButton>
      }
    >
      <MenuChoice label="Theme" value={theme} options={OPTIONS} onChange={choose} />
    </Menu>
  )
}
