'use client'

import { Button } from '#components/ui/button.tsx'

type StepRangeProps = {
  fromStep: string | null
  toStep: string | null
  onRange: (range: { fromStep: string | null; toStep: string | null }) => void
}
const INPUT = 'num h-8 w-24 rounded-md border border-edge bg-raised px-2 placeholder:text-muted'

/** First and last step of a list; an empty field is open. */
export function StepRange({ fromStep, toStep, onRange }: StepRangeProps) {
  return (
    <form
      className="flex items-center gap-1"
      onSubmit={(event) => {
        event.preventDefault()
        const data = new FormData(event.currentTarget)
        const read = (name: string) => String(data.get(name) ?? '').trim() || null
        onRange({ fromStep: read('fromStep'), toStep: read('toStep') })
      }}
    >
      <input
        type="number"
        min={0}
        name="fromStep"
        aria-label="From step"
        placeholder="from step"
        defaultValue={fromStep ?? ''}
        className={INPUT}
      />
      <span className="text-muted">to</span>
      <input
        type="number"
        min={0}
        name="toStep"
        aria-label="To step"
        placeholder="to step"
        defaultValue={toStep ?? ''}
        className={INPUT}
      />
      <Button type="submit">Show</Button>
    </form>
  )
}
