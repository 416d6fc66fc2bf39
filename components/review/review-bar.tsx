'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent } from 'react'
import { usePerson } from '#components/data/person.tsx'
import { useKeys } from '#components/frame/use-keys.ts'
import { FILE_PANEL } from '#components/review/files-under-review.ts'
import type { Neighbours } from '#components/review/neighbours.ts'
import { leave, takeBack, usePlace } from '#components/review/trail.ts'
import { Button } from '#components/ui/button.tsx'
import { Kbd } from '#components/ui/kbd.tsx'

type ReviewBarProps = {
  versionId: string
  place: Neighbours
  /** Addresses of the file before and after the open one. */
  files: { before: string | null; after: string | null }
  /** Findings to walk through, and whether some of them are a model's. */
  findings: { any: boolean; ofModels: boolean }
}

const HEADER_PX = 48

/** Keys and what they do; those that need findings are offered where there are some. */
const HINTS: readonly (readonly [keys: string, words: string, needs?: keyof ReviewBarProps['findings']])[] = [
  ['1…6', 'mark'],
  ['a', 'approve'],
  ['x', 'request changes'],
  ['c', 'comment'],
  ['n p', 'finding', 'any'],
  ['y u', 'confirm, refute', 'ofModels'],
  ['[ ]', 'file'],
  ['z', 'undo, back'],
  ['?', 'help'],
]

/** Between the header of the frame, which stays, and the middle of the window. */
function isTopInSight(panel: HTMLElement): boolean {
  const { top } = panel.getBoundingClientRect()
  return top >= HEADER_PX && top < window.innerHeight / 2
}

/** Always in sight: place in the queue, the way on and back, and the keys. */
export function ReviewBar({ versionId, place, files, findings }: ReviewBarProps) {
  const router = useRouter()
  const person = usePerson()
  const { keep } = usePlace()
  const keepHere = useEffectEvent(keep)
  useEffect(() => keepHere(versionId), [versionId])
  function goTo(id: string | null) {
    if (id === null) return
    leave(person, versionId)
    router.push(`/review/${id}`)
  }
  function undo() {
    const last = takeBack(person)
    if (last !== null) router.push(`/review/${last}`)
  }
  /** The top of the panel is brought into sight: a file that changes below the fold looks as if the key did nothing. */
  function openFile(href: string | null) {
    if (href === null) return
    router.push(href, { scroll: false })
    const panel = document.getElementById(FILE_PANEL)
    if (panel !== null && !isTopInSight(panel)) panel.scrollIntoView({ block: 'start' })
  }
  useKeys({
    j: () => goTo(place.after),
    k: () => goTo(place.before),
    z: undo,
    '[': () => openFile(files.before),
    ']': () => openFile(files.after),
  })
  return (
    <nav
      aria-label="Way through the queue"
      className="sticky bottom-0 z-10 -mx-4 mt-4 -mb-4 flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line bg-paper px-4 py-2 text-xs text-muted md:-mx-6 md:px-6"
    >
      <span className="flex items-center gap-1.5">
        <Button
          disabledReason={place.before ? null : 'This is the first.'}
          onClick={() => goTo(place.before)}
        >
          Previous{' '}
          <span className="max-md:hidden">
            <Kbd>k</Kbd>
          </span>
        </Button>
        <Button disabledReason={place.after ? null : 'This is the last.'} onClick={() => goTo(place.after)}>
          Next{' '}
          <span className="max-md:hidden">
            <Kbd>j</Kbd>
          </span>
        </Button>
      </span>
      <span className="num">
        {place.position === null ? 'not in your queue' : `${place.position} of ${place.total}`}
      </span>
      <span className="ml-auto hidden flex-wrap gap-x-3 gap-y-1 lg:flex">
        {HINTS.filter(([, , needs]) => needs === undefined || findings[needs]).map(([key, words]) => (
          <span key={key} className="inline-flex items-center gap-1">
            {key.split(' ').map((one) => (
              <Kbd key={one}>{one}</Kbd>
            ))}
            {words}
          </span>
        ))}
      </span>
    </nav>
  )
}
