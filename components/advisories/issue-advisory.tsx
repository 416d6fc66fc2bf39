'use client'

import { Megaphone } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ActionError } from '#components/data/action-error.tsx'
import { type Action, fieldError } from '#components/data/action-state.ts'
import { useAction } from '#components/data/use-action.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { SelectField, TextAreaField } from '#components/ui/field.tsx'
import type { AdvisoryIssued, IssueAdvisoryInput } from '#lib/contracts/advisories.ts'
import { ADVISORY_SEVERITIES } from '#lib/domain/version.ts'

const SEVERITIES = [
  { value: 'notice', label: 'Notice: worth knowing' },
  { value: 'defect', label: 'Defect: something is wrong' },
  { value: 'leak', label: 'Leak: answers are given away' },
]

/** Marks a version after its release. What was made with it stays, and says so. */
export function IssueAdvisory({
  versionId,
  issue,
}: {
  versionId: string
  issue: Action<IssueAdvisoryInput, AdvisoryIssued>
}) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const { run, pending, result } = useAction(issue, () => {
    setOpen(false)
    router.refresh()
  })
  return (
    <Dialog
      title="Issue an advisory"
      description="Packs, training runs and results that used this version show it; their makers get a notice. Defects and leaks keep the version out of new packs. An advisory is never removed."
      open={open}
      onOpenChange={setOpen}
      trigger={<Button icon={<Megaphone size={14} aria-hidden />}>Advisory</Button>}
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          const data = new FormData(event.currentTarget)
          run({
            versionId,
            severity: ADVISORY_SEVERITIES.find((one) => one === data.get('severity')) ?? 'notice',
            reason: String(data.get('reason')),
          })
        }}
      >
        <SelectField label="Severity" name="severity" options={SEVERITIES} />
        <TextAreaField
          label="Reason"
          name="reason"
          required
          minLength={3}
          maxLength={1000}
          error={fieldError(result, 'reason')}
        />
        <ActionError result={result} />
        <Button type="submit" tone="primary" disabled={pending}>
          {pending ? 'Issuing' : 'Issue'}
        </Button>
      </form>
    </Dialog>
  )
}
