'use client'

import { useState } from 'react'
import { plural } from '#components/patterns/format.ts'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'

const STEP = 12

/** Sounds of a folder, each with a player that loads when it is used; more on demand. */
export function SoundList({
  title,
  sounds,
}: {
  title: string
  sounds: readonly { path: string; href: string }[]
}) {
  const [shown, setShown] = useState(STEP)
  return (
    <Panel title={title} note={`${Math.min(shown, sounds.length)} of ${plural(sounds.length, 'sound')}`}>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(16rem,1fr))] gap-2">
        {sounds.slice(0, shown).map(({ path, href }) => (
          <li key={path}>
            <code className="text-xs">{path.split('/').at(-1) ?? path}</code>
            {/* biome-ignore lint/a11y/useMediaCaption: a recording of a task has no words to caption */}
            <audio controls preload="none" src={href} aria-label={path} className="w-full" />
          </li>
        ))}
      </ul>
      {shown < sounds.length ? (
        <div className="pt-3">
          <Button onClick={() => setShown(shown + STEP)}>Show more</Button>
        </div>
      ) : null}
    </Panel>
  )
}
