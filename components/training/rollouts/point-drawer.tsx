'use client'

import { ChevronLeft, X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useState } from 'react'
import { RolloutPanel } from '#components/training/rollouts/rollout-panel.tsx'
import { rolloutHref, rolloutsHref } from '#components/training/rollouts/rollout-url.ts'
import { StepEnvironmentList } from '#components/training/rollouts/step-environments.tsx'
import { StepRollouts } from '#components/training/rollouts/step-rollouts.tsx'
import { Button, ButtonLink, IconButton } from '#components/ui/button.tsx'

export type PointDrawerProps = { runId: string; fromStep: number; toStep: number; onClose: () => void }

/**
 * What stands behind a point of a curve, beside the chart that stays in use: environments of the steps, the rollouts of
 * one, one rollout. Esc goes out; another point opens from the start.
 */
export function PointDrawer(props: PointDrawerProps) {
  const { runId, fromStep, toStep, onClose } = props
  return (
    <Dialog.Root open modal={false} onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Content
          aria-describedby={undefined}
          onInteractOutside={(event) => event.preventDefault()}
          className="fixed inset-y-0 right-0 z-40 flex w-[min(42rem,100vw)] flex-col border-l border-line bg-raised shadow-overlay"
        >
          <DrawerBody key={`${runId} ${fromStep} ${toStep}`} {...props} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

type Place =
  | { kind: 'environments' }
  | { kind: 'rollouts'; environment: string; split: string }
  | { kind: 'rollout'; id: string; from: Place & { kind: 'rollouts' } }

const stepsOf = (fromStep: number, toStep: number): string =>
  fromStep === toStep ? `Step ${fromStep}` : `Steps ${fromStep} to ${toStep}`

function DrawerBody({ runId, fromStep, toStep }: PointDrawerProps) {
  const [place, go] = useState<Place>({ kind: 'environments' })
  const [split, setSplit] = useState<string | null>(null)
  return (
    <>
      <header className="flex items-center gap-2 border-b border-line px-3 py-2">
        {place.kind === 'environments' ? null : (
          <IconButton
            label={
              place.kind === 'rollout' ? `Back to ${place.from.environment}` : 'Back to the environments'
            }
            onClick={() => go(place.kind === 'rollout' ? place.from : { kind: 'environments' })}
          >
            <ChevronLeft size={16} aria-hidden />
          </IconButton>
        )}
        <Dialog.Title className="min-w-0 flex-1 truncate text-base font-semibold">
          {stepsOf(fromStep, toStep)}
          {place.kind === 'environments' ? null : (
            <span className="font-normal text-muted">
              {' '}
              {place.kind === 'rollouts' ? place.environment : place.from.environment}
            </span>
          )}
        </Dialog.Title>
        {place.kind === 'rollout' ? <ButtonLink href={rolloutHref(place.id)}>Permalink</ButtonLink> : null}
        <Dialog.Close asChild>
          <IconButton label="Close">
            <X size={16} aria-hidden />
          </IconButton>
        </Dialog.Close>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto p-3">
        {place.kind === 'environments' ? (
          <StepEnvironmentList
            {...{ runId, fromStep, toStep, split }}
            onSplit={setSplit}
            onEnvironment={(environment, of) => go({ kind: 'rollouts', environment, split: of })}
          />
        ) : place.kind === 'rollouts' ? (
          <StepRollouts
            {...{ runId, fromStep, toStep }}
            environment={place.environment}
            split={place.split}
            onRollout={(id) => go({ kind: 'rollout', id, from: place })}
          />
        ) : (
          <RolloutPanel id={place.id} />
        )}
      </div>
      <footer className="flex flex-wrap gap-2 border-t border-line px-3 py-2">
        <ButtonLink href={rolloutsHref(runId, { fromStep: `${fromStep}`, toStep: `${toStep}` })}>
          All rollouts of these steps
        </ButtonLink>
        <Dialog.Close asChild>
          <Button tone="quiet">Close</Button>
        </Dialog.Close>
      </footer>
    </>
  )
}
