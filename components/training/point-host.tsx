'use client'

import type { Drawn } from '#components/training/drawn-runs.ts'
import type { PlotPoint } from '#components/training/point-at.ts'
import { PointDrawer } from '#components/training/rollouts/point-drawer.tsx'
import type { CurveView } from '#components/training/training-url.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import type { TrainingRunView } from '#lib/contracts/curves.ts'

/** A point that several runs share: one has to be chosen. */
export type PointChoice = PlotPoint

type PointHostProps = {
  runs: readonly TrainingRunView[]
  drawn: Drawn
  /** The open point, from the address. */
  point: CurveView['point']
  choice: PointChoice | null
  onPoint: (point: CurveView['point']) => void
  onLeave: () => void
}

/** What a click on a chart opens: the environments behind the point, or first the question whose. */
export function PointHost({ runs, drawn, point, choice, onPoint, onLeave }: PointHostProps) {
  if (choice) return <ChooseRun {...{ runs, drawn, choice, onPoint, onLeave }} />
  if (!point || !runs.some((run) => run.id === point.runId)) return null
  return <PointDrawer {...point} onClose={() => onPoint(null)} />
}

type ChooseRunProps = Pick<PointHostProps, 'runs' | 'drawn' | 'onPoint' | 'onLeave'> & { choice: PointChoice }

function ChooseRun({ runs, drawn, choice, onPoint, onLeave }: ChooseRunProps) {
  const { fromStep, toStep } = choice
  return (
    <Dialog
      title={
        fromStep === toStep
          ? `Step ${fromStep} of which run?`
          : `Steps ${fromStep} to ${toStep} of which run?`
      }
      open
      onOpenChange={(open) => (open ? undefined : onLeave())}
    >
      <ul className="flex flex-col gap-1">
        {runs
          .filter((run) => choice.runIds.includes(run.id))
          .map((run) => (
            <li key={run.id}>
              <Button
                disabledReason={run.rollouts > 0 ? null : 'This run recorded no rollouts.'}
                onClick={() => onPoint({ runId: run.id, fromStep, toStep })}
              >
                {run.name}
                <span className="font-normal text-muted">{drawn.labels.get(run.id)}</span>
              </Button>
            </li>
          ))}
      </ul>
    </Dialog>
  )
}
