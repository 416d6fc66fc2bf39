'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '#components/data/read-json.ts'
import { LoadFailed, LoadingRows } from '#components/patterns/query-state.tsx'
import { ColumnFields } from '#components/runs/steering/spec/column-fields.tsx'
import { MechanismFields } from '#components/runs/steering/spec/mechanism-fields.tsx'
import { SignalFields } from '#components/runs/steering/spec/signal-fields.tsx'
import { readSpec, writeSpec } from '#components/runs/steering/spec/spec-text.ts'
import { SelectField, TextField } from '#components/ui/field.tsx'
import { CATALOGUE, type EngineCatalogue } from '#lib/contracts/catalogue.ts'
import { rebindSpec } from '#lib/domain/rebind-spec.ts'
import { findDomain, type SpecDraft } from '#lib/domain/spec-check.ts'
import { METRIC_FACTS, type TaskType } from '#lib/domain/vocabulary.ts'

export type ErrorOf = (path: string) => string | undefined
type SpecFormProps = { text: string; onText: (text: string) => void; errorOf: ErrorOf }

/** The plan as fields with what the engine's catalogue has; the same text as the JSON beside it. */
export function SpecForm({ text, onText, errorOf }: SpecFormProps) {
  const query = useQuery({
    ...ask(CATALOGUE.get),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const spec = readSpec(text)
  if (spec === null)
    return (
      <p className="p-3 text-warn-text">
        The JSON is not a valid spec right now. Fix it there, then come back.
      </p>
    )
  if (query.error && query.data === undefined)
    return <LoadFailed what="the catalogue" error={query.error} retry={() => void query.refetch()} />
  if (query.data === undefined) return <LoadingRows what="the catalogue" />
  const put = (next: SpecDraft) => onText(writeSpec(next))
  return (
    <div className="flex flex-col gap-4 p-3">
      <WorldFields spec={spec} catalogue={query.data} put={put} errorOf={errorOf} />
      <NumberFields spec={spec} catalogue={query.data} put={put} errorOf={errorOf} />
      <SignalFields spec={spec} catalogue={query.data} put={put} errorOf={errorOf} />
      <MechanismFields spec={spec} catalogue={query.data} put={put} errorOf={errorOf} />
      <ColumnFields spec={spec} domain={findDomain(query.data.domains, spec)} put={put} errorOf={errorOf} />
    </div>
  )
}

export type FieldsProps = {
  spec: SpecDraft
  catalogue: EngineCatalogue
  put: (next: SpecDraft) => void
  errorOf: ErrorOf
}

/** The world and its words. Another domain takes columns, target and words along. */
function WorldFields({ spec, catalogue, put, errorOf }: FieldsProps) {
  const [refused, setRefused] = useState<string | undefined>(undefined)
  const current = `${spec.domain.family}/${spec.domain.id}`
  const known = catalogue.domains.map((one) => ({
    value: `${one.family}/${one.id}`,
    label: `${one.family}: ${one.title}`,
  }))
  const options = known.some(({ value }) => value === current)
    ? known
    : [{ value: current, label: `${current} (not in the catalogue)` }, ...known]
  function move(value: string) {
    const domain = catalogue.domains.find((one) => `${one.family}/${one.id}` === value)
    const moved = domain ? rebindSpec(spec, domain, catalogue.mechanisms) : null
    setRefused(moved === null ? `${value} has no columns that these mechanisms make sense of.` : undefined)
    if (moved !== null) put(moved)
  }
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <SelectField
        label="Domain"
        options={options}
        value={current}
        onChange={({ target }) => move(target.value)}
        error={refused ?? errorOf('domain')}
        hint="Columns, target and words follow."
      />
      <TextField
        label="Title"
        value={spec.title}
        onChange={({ target }) => put({ ...spec, title: target.value })}
        error={errorOf('title')}
      />
      <TextField
        label="What one row is"
        value={spec.entity}
        onChange={({ target }) => put({ ...spec, entity: target.value })}
        error={errorOf('entity')}
      />
      <TextField
        label="Who needs it, and why"
        value={spec.stakeholder}
        onChange={({ target }) => put({ ...spec, stakeholder: target.value })}
        error={errorOf('stakeholder')}
      />
    </div>
  )
}

const NOISE = ['easy', 'medium', 'hard']

function NumberFields({ spec, catalogue, put, errorOf }: FieldsProps) {
  const fits = (tasks: readonly TaskType[]) => tasks.includes(spec.task)
  const metrics = catalogue.metrics.filter((one) => fits(METRIC_FACTS[one].tasks))
  const rows = (key: 'train' | 'test') => (
    <TextField
      label={key === 'train' ? 'Training rows' : 'Test rows'}
      type="number"
      value={spec.rows[key]}
      onChange={({ target }) => put({ ...spec, rows: { ...spec.rows, [key]: Number(target.value) } })}
      error={errorOf(`rows.${key}`) ?? errorOf('rows')}
    />
  )
  return (
    <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
      <SelectField
        label="Metric"
        options={metrics.map((value) => ({ value, label: value }))}
        value={spec.metric}
        onChange={({ target }) => {
          const metric = metrics.find((one) => one === target.value)
          if (metric) put({ ...spec, metric })
        }}
        error={errorOf('metric')}
      />
      <SelectField
        label="Noise"
        options={NOISE.map((label, at) => ({ value: String(at), label }))}
        value={String(spec.noise)}
        onChange={({ target }) => put({ ...spec, noise: Number(target.value) })}
        error={errorOf('noise')}
      />
      {rows('train')}
      {rows('test')}
    </div>
  )
}
