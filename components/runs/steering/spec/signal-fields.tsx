'use client'

import type { FieldsProps } from '#components/runs/steering/spec/spec-form.tsx'
import { SelectField, TextField } from '#components/ui/field.tsx'
import type { EngineCatalogue } from '#lib/contracts/catalogue.ts'
import type { SpecPicture } from '#lib/domain/artefacts/spec.ts'
import type { SpecDraft } from '#lib/domain/spec-check.ts'

/** What surrounds the hidden rule: plain effects of columns, how columns hang together, the form of pictures. */
export function SignalFields({ spec, catalogue, put, errorOf }: FieldsProps) {
  const { modality, picture } = spec
  return (
    <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
      <TextField
        label="Ordinary signal, %"
        type="number"
        value={Math.round((spec.ordinary?.share ?? 0) * 100)}
        hint="Share of the score's variance that single columns explain."
        onChange={({ target }) => put(withOrdinary(spec, Number(target.value) / 100))}
        error={errorOf('ordinary.share') ?? errorOf('ordinary')}
      />
      <StyleFields spec={spec} put={put} errorOf={errorOf} />
      {modality === 'image' && picture ? (
        <PictureFields
          picture={picture}
          catalogue={catalogue}
          errorOf={errorOf}
          change={(next) => put({ ...spec, picture: { ...picture, ...next } })}
        />
      ) : null}
    </div>
  )
}

/** Another share of ordinary signal, in the same manner: a field that is emptied while a number is typed loses nothing. */
export const withOrdinary = (spec: SpecDraft, share: number): SpecDraft =>
  share === 0 && spec.ordinary === undefined ? spec : { ...spec, ordinary: { ...spec.ordinary, share } }

const RELATIONS = [
  { value: 'pairs', label: 'in pairs' },
  { value: 'graph', label: 'as a causal graph' },
] as const
const GAPS = [
  { value: 'random', label: 'at random' },
  { value: 'dependent', label: 'by another column' },
] as const

function StyleFields({ spec, put, errorOf }: Omit<FieldsProps, 'catalogue'>) {
  const { style } = spec
  return (
    <>
      <SelectField
        label="Columns are related"
        options={RELATIONS}
        value={style.relations ?? 'pairs'}
        onChange={({ target }) => {
          const chosen = RELATIONS.find(({ value }) => value === target.value)
          if (chosen) put({ ...spec, style: { ...style, relations: chosen.value } })
        }}
        error={errorOf('style.relations')}
      />
      <SelectField
        label="Cells are missing"
        options={GAPS}
        value={style.gaps ?? 'random'}
        onChange={({ target }) => {
          const chosen = GAPS.find(({ value }) => value === target.value)
          if (chosen) put({ ...spec, style: { ...style, gaps: chosen.value } })
        }}
        error={errorOf('style.gaps')}
      />
    </>
  )
}

type PictureFieldsProps = {
  picture: SpecPicture
  catalogue: EngineCatalogue
  change: (next: Partial<SpecPicture>) => void
  errorOf: FieldsProps['errorOf']
}

function PictureFields({ picture, catalogue, change, errorOf }: PictureFieldsProps) {
  const grounds = [...new Set([picture.ground, ...catalogue.domains.map(({ ground }) => ground)])].sort()
  return (
    <>
      <TextField
        label="Picture side, px"
        type="number"
        value={picture.side}
        onChange={({ target }) => change({ side: Number(target.value) })}
        error={errorOf('picture.side')}
      />
      <SelectField
        label="Picture colours"
        options={[
          { value: '1', label: 'grey' },
          { value: '3', label: 'colour' },
        ]}
        value={String(picture.channels)}
        onChange={({ target }) => change({ channels: target.value === '3' ? 3 : 1 })}
        error={errorOf('picture.channels')}
      />
      <SelectField
        label="Surface shown"
        options={grounds.map((value) => ({ value, label: value }))}
        value={picture.ground}
        onChange={({ target }) => change({ ground: target.value })}
        error={errorOf('picture.ground')}
      />
    </>
  )
}
