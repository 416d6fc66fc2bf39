'use client'

import { ChevronsLeft, ChevronsRight, MenuIcon, X } from 'lucide-react'
import Link from 'next/link'
import { Dialog as Radix } from 'radix-ui'
import { useState } from 'react'
import { RailLinks } from '#components/frame/rail-links.tsx'
import { preferenceCookie, RAIL_COOKIE } from '#components/frame/theme.ts'
import { IconButton } from '#components/ui/button.tsx'
import type { UserRole } from '#lib/domain/vocabulary.ts'

type RailProps = { role: UserRole; collapsed: boolean }

/** Left rail from 768 px on; its width is remembered in a cookie, so the server draws the right one. */
export function Rail({ role, collapsed: initial }: RailProps) {
  const [collapsed, setCollapsed] = useState(initial)
  function toggle() {
    const next = !collapsed
    setCollapsed(next)
    // biome-ignore lint/suspicious/noDocumentCookie: a preference, not a secret
    document.cookie = preferenceCookie(RAIL_COOKIE, next ? 'collapsed' : 'open')
  }
  return (
    <nav
      aria-label="Main"
      data-collapsed={collapsed}
      className="sticky top-0 hidden h-dvh shrink-0 flex-col gap-3 border-r border-line bg-raised p-2 md:flex data-[collapsed=false]:w-48 data-[collapsed=true]:w-13 data-[collapsed=true]:[&_.rail-word]:sr-only"
    >
      <Brand />
      <RailLinks role={role} />
      <div className="mt-auto">
        <IconButton
          label={collapsed ? 'Expand the rail' : 'Collapse the rail'}
          aria-expanded={!collapsed}
          onClick={toggle}
        >
          {collapsed ? <ChevronsRight size={16} aria-hidden /> : <ChevronsLeft size={16} aria-hidden />}
        </IconButton>
      </div>
    </nav>
  )
}

/** The same places on a phone: a button that opens a sheet. */
export function RailSheet({ role }: { role: UserRole }) {
  const [open, setOpen] = useState(false)
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <span className="md:hidden">
        <Radix.Trigger asChild>
          <IconButton label="Open the menu">
            <MenuIcon size={16} aria-hidden />
          </IconButton>
        </Radix.Trigger>
      </span>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 flex w-64 flex-col gap-3 border-r border-line bg-raised p-2 shadow-overlay"
        >
          <div className="flex items-center justify-between">
            <Radix.Title className="px-2 font-semibold">SandMLE Studio</Radix.Title>
            <Radix.Close asChild>
              <IconButton label="Close">
                <X size={16} aria-hidden />
              </IconButton>
            </Radix.Close>
          </div>
          <RailLinks role={role} onGo={() => setOpen(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export const Brand = () => (
  <Link href="/" className="flex h-8 items-center gap-2 rounded-md px-2 font-semibold" title="SandMLE Studio">
    <svg viewBox="0 0 16 16" width={16} height={16} aria-hidden className="shrink-0">
      <path d="M1 12 6 5l3 4 2-2.5 4 5.5z" fill="var(--sand)" />
      <path d="M1 14h14" stroke="var(--ink)" strokeWidth={1.5} />
    </svg>
    <span className="rail-word">SandMLE Studio</span>
  </Link>
)
