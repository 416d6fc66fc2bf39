'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useSyncExternalStore } from 'react'
import { IconButton } from '#components/ui/button.tsx'

function onResize(listen: () => void): () => void {
  addEventListener('resize', listen)
  return () => removeEventListener('resize', listen)
}

type FullScreenProps = {
  title: string
  onClose: () => void
  /** What fills the screen, by the height that it has. */
  children: (height: number) => ReactNode
}

/** One thing over the whole window; Esc leads back to where the person was. */
export function FullScreen({ title, onClose, children }: FullScreenProps) {
  const height = useSyncExternalStore(
    onResize,
    () => innerHeight,
    () => 0,
  )
  return (
    <Radix.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-2 z-50 flex flex-col rounded-md border border-line bg-raised shadow-overlay sm:inset-4"
        >
          <header className="flex items-center justify-between gap-4 border-b border-line px-3 py-1.5">
            <Radix.Title className="min-w-0 truncate text-base font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label="Leave the full screen">
                <X size={16} aria-hidden />
              </IconButton>
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto p-3">{children(height)}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
