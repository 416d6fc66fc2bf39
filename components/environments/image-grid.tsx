'use client'

import { useState } from 'react'
import { plural } from '#components/patterns/format.ts'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'

const STEP = 60

/** Pictures of a folder, enlarged without smoothing; more on demand, so that a phone does not load a thousand. */
export function ImageGrid({
  title,
  images,
}: {
  title: string
  images: readonly { path: string; href: string }[]
}) {
  const [shown, setShown] = useState(STEP)
  return (
    <Panel title={title} note={`${Math.min(shown, images.length)} of ${plural(images.length, 'picture')}`}>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(5rem,1fr))] gap-2">
        {images.slice(0, shown).map((image) => (
          <li key={image.path}>
            <a href={image.href} target="_blank" rel="noreferrer" title={image.path}>
              {/* biome-ignore lint/performance/noImgElement: bytes of a version under their own hash; nothing to optimise */}
              <img
                src={image.href}
                alt={image.path.split('/').at(-1) ?? image.path}
                loading="lazy"
                className="aspect-square w-full border border-line bg-sunken object-contain [image-rendering:pixelated]"
              />
            </a>
          </li>
        ))}
      </ul>
      {shown < images.length ? (
        <div className="pt-3">
          <Button onClick={() => setShown(shown + STEP)}>Show more</Button>
        </div>
      ) : null}
    </Panel>
  )
}
