import { Plus, X } from 'lucide-react'
import { emptyRow, type PriceRow } from '#components/models/price-rows.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { TextField } from '#components/ui/field.tsx'

type PriceFieldsProps = {
  rows: readonly PriceRow[]
  /** What the last test listed: offered, never required. */
  models: readonly string[]
  error: string | undefined
  onChange: (rows: PriceRow[]) => void
}

/** One row a model: its name and what a million tokens cost in USD. */
export function PriceFields({ rows, models, error, onChange }: PriceFieldsProps) {
  const change = (id: string, part: Partial<PriceRow>) =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...part } : row)))
  return (
    <fieldset className="flex flex-col gap-2 rounded-md border border-line p-3">
      <legend className="px-1 text-xs font-medium">Prices, USD for a million tokens</legend>
      <datalist id="models-of-connection">
        {models.map((model) => (
          <option key={model} value={model} />
        ))}
      </datalist>
      {rows.map((row) => (
        <div key={row.id} className="grid grid-cols-[minmax(0,1fr)_5rem_5rem_auto] items-end gap-2">
          <TextField
            label="Model"
            list="models-of-connection"
            maxLength={200}
            value={row.model}
            onChange={(event) => change(row.id, { model: event.target.value })}
          />
          <TextField
            label="Input"
            inputMode="decimal"
            value={row.input}
            onChange={(event) => change(row.id, { input: event.target.value })}
          />
          <TextField
            label="Output"
            inputMode="decimal"
            value={row.output}
            onChange={(event) => change(row.id, { output: event.target.value })}
          />
          <IconButton
            label={`Remove the price of ${row.model || 'this row'}`}
            onClick={() => onChange(rows.filter(({ id }) => id !== row.id))}
          >
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      ))}
      <p className="text-xs text-muted">
        A model without a price cannot play. 0 is a price: that of a server of your own.
      </p>
      {error ? (
        <p role="alert" className="text-xs text-bad-text">
          {error}
        </p>
      ) : null}
      <div>
        <Button
          icon={<Plus size={14} aria-hidden />}
          onClick={() => onChange([...rows, emptyRow(crypto.randomUUID())])}
        >
          Add a price
        </Button>
      </div>
    </fieldset>
  )
}
