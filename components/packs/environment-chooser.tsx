'use client'

import { useState } from 'react'
import { matching, withTaken } from '#components/packs/pick-environments.ts'
import { plural } from '#components/patterns/format.ts'
import { Button } from '#components/ui/button.tsx'
import { CheckField, TextField } from '#components/ui/field.tsx'
import type { EnvironmentView } from '#lib/contracts/environments.ts'

type EnvironmentChooserProps = {
  approved: readonly EnvironmentView[]
  /** Versions that the pack leaves out. */
  left: ReadonlySet<string>
  onChange: (left: ReadonlySet<string>) => void
}

/** Approved environments, all taken at first. Titles repeat, so each carries its slug. */
export function EnvironmentChooser({ approved, left, onChange }: EnvironmentChooserProps) {
  const [search, setSearch] = useState('')
  const shown = matching(approved, search)
  const ids = shown.map((one) => one.versionId)
  const taken = approved.filter((one) => !left.has(one.versionId)).length
  const set = (some: readonly string[], on: boolean) => onChange(withTaken(left, some, on))
  return (
    <fieldset className="flex flex-col gap-2 rounded-md border border-line p-2">
      <legend className="px-1 text-xs font-medium">
        Approved environments, {taken} of {approved.length} taken
      </legend>
      <TextField
        label="Find"
        type="search"
        value={search}
        maxLength={100}
        onChange={(event) => setSearch(event.target.value)}
        // Enter would build the pack.
        onKeyDown={(event) => (event.key === 'Enter' ? event.preventDefault() : undefined)}
      />
      <div className="flex items-center gap-2">
        <Button onClick={() => set(ids, true)}>All shown</Button>
        <Button onClick={() => set(ids, false)}>None shown</Button>
        <span className="text-xs text-muted">{plural(shown.length, 'environment')} shown</span>
      </div>
      <div className="max-h-48 overflow-y-auto">
        {shown.map((one) => (
          <CheckField
            key={one.versionId}
            checked={!left.has(one.versionId)}
            onChange={(event) => set([one.versionId], event.target.checked)}
            label={
              <>
                {one.title} v{one.version} <code className="break-all text-xs text-muted">{one.slug}</code>
              </>
            }
          />
        ))}
      </div>
      <p className="text-xs text-muted">
        About a fifth is held out for validation. Tasks that share a seed or a mechanism stay on one side
        where that is possible. All tasks of one modality, such as images, are held out together only where
        the others cannot be kept apart.
      </p>
    </fieldset>
  )
}
