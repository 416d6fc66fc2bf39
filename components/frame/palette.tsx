'use client'

import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { findAnywhere } from '#components/frame/find-anywhere.ts'
import { pagesOf, placesOf } from '#components/frame/navigation.ts'
import { Kbd } from '#components/ui/kbd.tsx'
import type { UserRole } from '#lib/domain/vocabulary.ts'

type PaletteProps = { role: UserRole }

const ITEM =
  'flex h-8 cursor-pointer items-center justify-between gap-3 rounded-sm px-2 data-[selected=true]:bg-sunken'

/** Ctrl K: go to a place, or to a seed, run or environment by name or id. */
export function Palette({ role }: PaletteProps) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      // Held down it is one press, or it would flicker.
      if (!event.repeat) setOpen((before) => !before)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  const found = useQuery({
    queryKey: ['palette', text],
    queryFn: ({ signal }) => findAnywhere(text, signal),
    enabled: open && text.trim().length >= 2,
    staleTime: 30_000,
  })
  function go(href: string) {
    setOpen(false)
    setText('')
    router.push(href)
  }
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md border border-line bg-raised px-2 text-muted hover:border-edge sm:max-w-72"
      >
        <Search size={14} aria-hidden />
        <span className="flex-1 truncate text-left">Search</span>
        <span className="hidden gap-1 sm:flex">
          <Kbd>Ctrl</Kbd>
          <Kbd>K</Kbd>
        </span>
      </button>
      <Command.Dialog
        open={open}
        onOpenChange={setOpen}
        label="Search and go to"
        overlayClassName="fixed inset-0 z-40 bg-scrim"
        contentClassName="fixed top-[10vh] left-1/2 z-50 w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 rounded-md border border-line bg-raised shadow-overlay"
      >
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder="Name, slug or id"
          className="h-11 w-full border-b border-line bg-transparent px-3 text-base outline-none placeholder:text-muted"
        />
        <Command.List className="max-h-80 overflow-y-auto p-1">
          <Command.Empty className="px-2 py-6 text-center text-muted">
            {found.isFetching ? 'Searching' : 'Nothing has this name or id.'}
          </Command.Empty>
          {(found.data ?? []).map((hit) => (
            <Command.Item
              key={hit.href}
              value={`${hit.title} ${hit.slug} ${text}`}
              onSelect={() => go(hit.href)}
              className={ITEM}
            >
              <span className="truncate">
                {hit.title} <code className="text-muted">{hit.slug}</code>
              </span>
              <span className="shrink-0 text-xs text-muted">{hit.kind}</span>
            </Command.Item>
          ))}
          <Command.Group
            heading="Go to"
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted"
          >
            {pagesOf(role).map(({ label, href }) => (
              <Command.Item key={href} value={label} onSelect={() => go(href)} className={ITEM}>
                {label}
              </Command.Item>
            ))}
            {placesOf(role).map((place) => (
              <Command.Item
                key={place.id}
                value={place.label}
                onSelect={() => go(place.href)}
                className={ITEM}
              >
                {place.label}
                <span className="flex gap-1">
                  <Kbd>g</Kbd>
                  <Kbd>{place.key}</Kbd>
                </span>
              </Command.Item>
            ))}
          </Command.Group>
        </Command.List>
      </Command.Dialog>
    </>
  )
}
