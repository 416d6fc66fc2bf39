import { useId, useState } from 'react'
import { TextField } from '#components/ui/field.tsx'

type Range = [number, number]
type RangeFieldProps = {
  label: string
  hint: string
  limits: readonly [number, number]
  value: Range | undefined
  onChange: (value: Range | undefined) => void
}

/** Fewest and most of something. An end that is left empty is the limit; both empty say nothing. */
export function RangeField({ label, hint, limits, value, onChange }: RangeFieldProps) {
  const id = useId()
  const [texts, setTexts] = useState<[string, string]>(
    value === undefined ? ['', ''] : [String(value[0]), String(value[1])],
  )
  const change = (next: [string, string]) => {
    setTexts(next)
    const isOpen = next.every((text) => text.trim() === '')
    const ends = next.map((text, at) => (text.trim() === '' ? limits[at] : Number(text)))
    onChange(isOpen ? undefined : [ends[0] ?? limits[0], ends[1] ?? limits[1]])
  }
  const end = { type: 'number', min: limits[0], max: limits[1] } as const
  return (
    <fieldset aria-describedby={id} className="flex min-w-0 flex-col gap-1">
      <div className="grid grid-cols-2 gap-2">
        <TextField
          {...end}
          label={`${label} from`}
          placeholder={String(limits[0])}
          value={texts[0]}
          onChange={(event) => change([event.target.value, texts[1]])}
        />
        <TextField
          {...end}
          label={`${label} to`}
          placeholder={String(limits[1])}
          value={texts[1]}
          onChange={(event) => change([texts[0], event.target.value])}
        />
      </div>
      <p id={id} className="text-xs text-muted">
        {hint}
      </p>
    </fieldset>
  )
}
