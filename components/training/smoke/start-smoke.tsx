'use client'

import { useQueryClient } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Action } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { ActionForm } from '#components/patterns/action-form.tsx'
import { CONTROL_WORDS, REWARD_WORDS, SMOKE_PURPOSE } from '#components/training/smoke/smoke-words.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { SelectField, TextField } from '#components/ui/field.tsx'
import { keyOf } from '#lib/contracts/endpoint.ts'
import { ROLLOUTS_A_STEP, SMOKE, type SmokeRunView, type StartSmokeInput } from '#lib/contracts/smoke.ts'
import { SMOKE_CONTROLS, SMOKE_REWARDS, type SmokeControl, type SmokeReward } from '#lib/domain/training.ts'

export type StartSmoke = Action<StartSmokeInput, SmokeRunView>
export type SmokePack = { id: string; label: string }
type StartSmokeProps = {
  start: StartSmoke
  /** Ready packs to choose from; one: that pack. */
  packs: readonly SmokePack[]
  disabledReason: string | null
}

/** Starts a smoke test and goes to it. */
export function StartSmokeButton({ start, packs, disabledReason }: StartSmokeProps) {
  const router = useRouter()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const { run, pending, result } = useAction(start, (made) => {
    setOpen(false)
    void queries.invalidateQueries({ queryKey: keyOf(SMOKE.list) })
    router.push(`/training/smoke/${made.id}`)
  })
  return (
    <Dialog
      title="Smoke test"
      description={`${SMOKE_PURPOSE} Every rollout is a program that is written, run and scored here.`}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button icon={<FlaskConical size={14} aria-hidden />} disabledReason={disabledReason}>
          Smoke test
        </Button>
      }
    >
      <ActionForm
        sent={{ pending, result }}
        onSend={(data) => {
          run({
            packId: String(data.get('packId') ?? packs[0]?.id),
            reward: data.get('reward') as SmokeReward,
            control: data.get('control') as SmokeControl,
            seeds: Number(data.get('seeds')),
            rollouts: Number(data.get('rollouts')),
          })
        }}
        words={{ send: 'Start', sending: 'Starting' }}
      >
        {packs.length > 1 ? (
          <SelectField
            label="Pack"
            name="packId"
            options={packs.map(({ id, label }) => ({ value: id, label }))}
          />
        ) : null}
        <SelectField
          label="Reward"
          name="reward"
          options={SMOKE_REWARDS.map((value) => ({ value, label: REWARD_WORDS[value] }))}
        />
        <SelectField
          label="Training labels"
          name="control"
          hint="A certificate needs a run on true labels and a control."
          options={SMOKE_CONTROLS.map((value) => ({ value, label: CONTROL_WORDS[value] }))}
        />
        <TextField
          label="Seeds"
          name="seeds"
          type="number"
          min={1}
          max={5}
          defaultValue={3}
          required
          hint="A certificate needs three."
        />
        <TextField
          label="Rollouts a seed"
          name="rollouts"
          type="number"
          min={ROLLOUTS_A_STEP}
          max={4096}
          step={ROLLOUTS_A_STEP}
          defaultValue={1024}
          required
        />
      </ActionForm>
    </Dialog>
  )
}
