'use client'

import { CircleHelp } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { placesOf } from '#components/frame/navigation.ts'
import { EVERYWHERE, KEYS_OFF, REVIEW_KEYS, type ShortcutGroup } from '#components/frame/shortcuts.ts'
import { singleKeysOff, useKeys } from '#components/frame/use-keys.ts'
import { IconButton } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { CheckField } from '#components/ui/field.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import type { UserRole } from '#lib/domain/vocabulary.ts'

/** After `g`, the second key must follow within this time. */
const SEQUENCE_MS = 1200

/** Moves the focus over the rows of the page; false where there is none, so that a page may use the key itself. */
function moveRow(step: 1 | -1) {
  const links = [...document.querySelectorAll<HTMLElement>('[data-row-link]')]
  const here = links.indexOf(document.activeElement as HTMLElement)
  links[Math.min(links.length - 1, Math.max(0, here + step))]?.focus()
  return links.length > 0
}

/** `g` then a letter, `j`/`k`, `/` and `?`, and the help that lists them. */
export function GlobalKeys({ role }: { role: UserRole }) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const goUntil = useRef(0)
  const places = placesOf(role)
  const go = Object.fromEntries(
    places.map((place) => [
      place.key,
      () => {
        if (Date.now() > goUntil.current) return place.key === 'j' ? moveRow(1) : false
        goUntil.current = 0
        return router.push(place.href)
      },
    ]),
  )
  useKeys({
    ...go,
    g: () => {
      goUntil.current = Date.now() + SEQUENCE_MS
    },
    k: () => moveRow(-1),
    '/': () => document.querySelector<HTMLInputElement>('input[type="search"]')?.focus(),
    '?': () => setOpen(true),
  })
  const groups: ShortcutGroup[] = [
    EVERYWHERE,
    { title: 'Go to', keys: places.map((place) => [`g ${place.key}`, place.label] as const) },
    ...(role === 'viewer' ? [] : [REVIEW_KEYS]),
  ]
  return (
    <>
      <IconButton label="Keyboard shortcuts" onClick={() => setOpen(true)}>
        <CircleHelp size={16} aria-hidden />
      </IconButton>
      <Dialog title="Keyboard shortcuts" open={open} onOpenChange={setOpen}>
        <div className="grid gap-4 sm:grid-cols-2">
          {groups.map((group) => (
            <section key={group.title}>
              <h3 className="pb-1 text-sm">{group.title}</h3>
              <dl className="grid grid-cols-[5rem_1fr] gap-y-1">
                {group.keys.map(([keys, words]) => (
                  <div key={keys} className="contents">
                    <dt className="flex gap-1">
                      {keys.split(' ').map((key) => (
                        <Kbd key={key}>{key}</Kbd>
                      ))}
                    </dt>
                    <dd>{words}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
        <div className="mt-4 border-t border-line pt-3">
          <CheckField
            label="Single-letter shortcuts are on"
            hint="Remembered in this browser. Ctrl K always works."
            defaultChecked={!singleKeysOff()}
            onChange={(event) => localStorage.setItem(KEYS_OFF, event.target.checked ? '0' : '1')}
          />
        </div>
      </Dialog>
    </>
  )
}
