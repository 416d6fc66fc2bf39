'use client'

import type { ErrorOf } from '#components/runs/steering/spec/spec-form.tsx'
import { withColumn } from '#components/runs/steering/spec/spec-text.ts'
import { SelectField } from '#components/ui/field.tsx'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import type { SpecColumn } from '#lib/domain/artefacts/spec.ts'
import { resenseSpec } from '#lib/domain/resense-spec.ts'
import type { SpecDraft } from '#lib/domain/spec-check.ts'

type ColumnFieldsProps = {
  spec: SpecDraft
  /** Undefined where the spec names one that does not exist. */
  domain: Domain | undefined
  put: (next: SpecDraft) => void
  errorOf: ErrorOf
}

const noteOf = (column: SpecColumn): string => {
  const place = column.table === 'main' ? '' : `, table ${column.table}`
  if (column.kind === 'numeric') return `${column.low} to ${column.high} ${column.unit}${place}`
  if (column.kind === 'categorical') return `${column.categories.length} levels${place}`
  return `${column.kind}${place}`
}

/** Which columns of the domain the agent sees; a group, a date, a text and a picture have fixed names. */
export function ColumnFields({ spec, domain, put, errorOf }: ColumnFieldsProps) {
  const used = new Set(spec.columns.map(({ name }) => name))
  const own = domain === undefined ? [] : [...domain.columns, ...domain.child.columns]
  return (
    <fieldset>
      <legend className="mb-1 text-xs font-medium">Columns</legend>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-4">
        {spec.columns.map((column, at) => {
          const others = own.filter((one) => one.kind === column.kind && !used.has(one.name))
          return (
            <SelectField
              key={`${column.table} ${column.name}`}
              label={`Column ${at + 1}`}
              options={[
                { value: column.name, label: column.name },
                ...others.map(({ name }) => ({ value: name, label: name })),
              ]}
              value={column.name}
              disabled={others.length === 0}
              hint={noteOf(column)}
              error={errorOf(`columns.${at}`)}
              onChange={({ target }) => {
                const next = others.find(({ name }) => name === target.value)
                if (next && domain) put(resenseSpec(withColumn(spec, at, next), domain, spec))
              }}
            />
          )
        })}
      </div>
    </fieldset>
  )
}
