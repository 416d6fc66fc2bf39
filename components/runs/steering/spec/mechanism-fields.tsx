'use client'

import type { FieldsProps } from '#components/runs/steering/spec/spec-form.tsx'
import { withMechanism } from '#components/runs/steering/spec/spec-text.ts'
import { SelectField } from '#components/ui/field.tsx'
import type { MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import { readsOf } from '#lib/domain/artefacts/causes.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import { findDomain, type SpecDraft } from '#lib/domain/spec-check.ts'

type Mechanism = SpecDraft['mechanisms'][number]

/** Columns of a spec that can play a role. */
const columnsFor = (spec: SpecDraft, role: MechanismMeta['roles'][number]): string[] =>
  spec.columns
    .filter(({ kind, table }) => kind === role.kind && (table === 'main') === (role.table === 'main'))
    .map(({ name }) => name)

/** Another mechanism with its default knobs, each role bound to the first column that is free for it, as its world says. */
function boundTo(
  spec: SpecDraft,
  { meta, domain, weight }: { meta: MechanismMeta; domain: Domain | undefined; weight: number },
): Mechanism {
  const taken = new Set<string>()
  const columns = meta.roles.map((role): [string, string] => {
    const name = columnsFor(spec, role).find((one) => !taken.has(one)) ?? ''
    taken.add(name)
    return [role.name, name]
  })
  const knobs = meta.knobs.map((knob): [string, number] => [knob.name, knob.default])
  const bound = { id: meta.id, columns: Object.fromEntries(columns) }
  const reads = domain && readsOf(bound, spec.task, domain)
  return { ...bound, weight, knobs: Object.fromEntries(knobs), ...(reads && { reads }) }
}

/** The hidden rules of the task: which, what they read, how hard. */
export function MechanismFields({ spec, catalogue, put, errorOf }: FieldsProps) {
  const all = [...catalogue.mechanisms, ...(spec.inventions ?? []).map(({ meta }) => meta)]
  const possible = all.filter((meta) => meta.modality === spec.modality && meta.tasks.includes(spec.task))
  const problem = errorOf('mechanisms')
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 text-xs font-medium">Mechanisms</legend>
      {problem === undefined ? null : <p className="text-xs text-bad-text">{problem}</p>}
      {spec.mechanisms.map((one, at) => (
        <OneMechanism
          key={one.id}
          spec={spec}
          at={at}
          one={one}
          possible={possible}
          domain={findDomain(catalogue.domains, spec)}
          put={put}
          error={errorOf(`mechanisms.${at}`)}
        />
      ))}
    </fieldset>
  )
}

type OneProps = {
  spec: SpecDraft
  at: number
  one: Mechanism
  possible: readonly MechanismMeta[]
  domain: Domain | undefined
  put: (next: SpecDraft) => void
  error: string | undefined
}

function OneMechanism({ spec, at, one, possible, domain, put, error }: OneProps) {
  const meta = possible.find(({ id }) => id === one.id)
  const options = possible.map(({ id, title }) => ({ value: id, label: title }))
  const shown = meta ? options : [{ value: one.id, label: `${one.id} (not in the catalogue)` }, ...options]
  return (
    <div className="grid grid-cols-2 gap-3 rounded-md border border-line p-3 sm:grid-cols-4">
      <div className="col-span-2">
        <SelectField
          label={`Mechanism ${at + 1}`}
          options={shown}
          value={one.id}
          error={error}
          onChange={({ target }) => {
            const next = possible.find(({ id }) => id === target.value)
            if (next) put(withMechanism(spec, at, boundTo(spec, { meta: next, domain, weight: one.weight })))
          }}
        />
      </div>
      {meta?.knobs.map((knob) => (
        <SelectField
          key={knob.name}
          label={`Knob ${knob.name}`}
          options={Array.from({ length: knob.levels }, (_, level) => ({
            value: String(level),
            label: level === 0 ? '0, easiest' : String(level),
          }))}
          value={String(one.knobs[knob.name] ?? knob.default)}
          onChange={({ target }) =>
            put(withMechanism(spec, at, { knobs: { ...one.knobs, [knob.name]: Number(target.value) } }))
          }
        />
      ))}
      {meta?.roles.map((role) => (
        <SelectField
          key={role.name}
          label={`Reads as ${role.name}`}
          options={[...new Set([one.columns[role.name] ?? '', ...columnsFor(spec, role)])].map((value) => ({
            value,
            label: value || 'no column',
          }))}
          value={one.columns[role.name] ?? ''}
          onChange={({ target }) =>
            put(withMechanism(spec, at, { columns: { ...one.columns, [role.name]: target.value } }))
          }
        />
      ))}
    </div>
  )
}
