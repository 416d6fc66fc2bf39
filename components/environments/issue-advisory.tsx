'use client'

import { Megaphone } from 'lucide-react'
import type { Action } from '#components/data/action-state.ts'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
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
  return (
    <FormDialog
      title="Issue an advisory"
      description="Packs, training runs and results that used this version show it; their makers get a notice. Defects and leaks keep the version out of new packs. An advisory is never removed."
      trigger={<Button icon={<Megaphone size={14} aria-hidden />}>Advisory</Button>}
      action={issue}
      read={(form) => ({
        versionId,
        severity: ADVISORY_SEVERITIES.find((one) => one === form.get('severity')) ?? 'notice',
        reason: String(form.get('reason')),
      })}
      words={{ send: 'Issue', sending: 'Issuing' }}
    >
      <SelectField label="Severity" name="severity" options={SEVERITIES} />
      <TextAreaField label="Reason" name="reason" required minLength={3} maxLength={1000} />
    </FormDialog>
  )
}
