'use client'

import { useUrlState } from '#components/patterns/url-state.ts'
import { SelectField } from '#components/ui/field.tsx'

/** Two systems to compare; the answer is the server's. */
export function ComparisonChoice({ systems }: { systems: readonly { id: string; name: string }[] }) {
  const { params, set } = useUrlState()
  const options = [
    { value: '', label: 'Choose' },
    ...systems.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {(['first', 'second'] as const).map((key) => (
        <SelectField
          key={key}
          label={key === 'first' ? 'First system' : 'Second system'}
          value={params.get(key) ?? ''}
          options={options}
          onChange={({ target }) => set({ [key]: target.value || null })}
        />
      ))}
    </div>
  )
}
