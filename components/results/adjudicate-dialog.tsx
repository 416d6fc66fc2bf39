'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { ActionForm } from '#components/patterns/action-form.tsx'
import { attemptWords } from '#components/results/prepare-strip.ts'
import { Dialog } from '#components/ui/dialog.tsx'
import { SelectField, TextAreaField } from '#components/ui/field.tsx'
import type { AdjudicateInput, Attempt } from '#lib/contracts/results.ts'
import { ADJUDICATIONS, type Adjudication } from '#lib/domain/results.ts'
import { TIERS } from '#lib/domain/vocabulary.ts'

const DECISIONS: Record<Adjudication, string> = {
  zeroed: 'Zeroed: it counts as nothing',
  excluded: 'Excluded: it leaves the denominator',
  rescored: 'Rescored: another tier is right',
  included: 'Included: earlier decisions are taken back',
}
export type Adjudicate = Action<AdjudicateInput, unknown>
type AdjudicateDialogProps = {
  systemId: string
  competition: string
  attempt: Attempt
  adjudicate: Adjudicate
  onClose: () => void
}

/** Decides what one attempt counts as. The reason is kept for ever beside who decided. */
export function AdjudicateDialog(props: AdjudicateDialogProps) {
  const { systemId, competition, attempt, adjudicate, onClose } = props
  const router = useRouter()
  const isDecided = attempt.ruling !== null && attempt.ruling.decision !== 'included'
  const [decision, setDecision] = useState<Adjudication>(isDecided ? 'included' : 'zeroed')
  const { run, pending, result } = useAction(adjudicate, () => {
    onClose()
    router.refresh()
  })
  function submit(data: FormData) {
    const tier = TIERS.find((one) => one === data.get('tier'))
    run({
      id: systemId,
      resultId: attempt.id,
      decision,
      reason: String(data.get('reason')),
      ...(decision === 'rescored' && tier ? { tier } : {}),
    })
  }
  return (
    <Dialog
      title="What this result counts as"
      description={`${competition}, seed ${attempt.seed}: ${attemptWords(attempt)}. ${attempt.ruling ? `Last decision: ${attempt.ruling.reason}` : 'It counts as it was reported.'}`}
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <ActionForm
        sent={{ pending, result }}
        onSend={(data) => {
          submit(data)
        }}
        words={{ send: 'Decide', sending: 'Deciding' }}
      >
        <SelectField
          label="Decision"
          value={decision}
          onChange={({ target }) =>
            setDecision(ADJUDICATIONS.find((one) => one === target.value) ?? 'zeroed')
          }
          options={(['zeroed', 'excluded', 'rescored', 'included'] as const).map((value) => ({
            value,
            label: DECISIONS[value],
          }))}
        />
        {decision === 'rescored' ? (
          <SelectField
            label="Its tier"
            name="tier"
            defaultValue={attempt.tier}
            options={TIERS.map((value) => ({ value, label: value }))}
          />
        ) : null}
        <TextAreaField
          label="Reason"
          name="reason"
          required
          minLength={3}
          maxLength={1000}
          hint="At least three characters. Everybody can read it in the ledger."
        />
      </ActionForm>
    </Dialog>
  )
}
