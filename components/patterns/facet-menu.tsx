'use client'

import { ChevronDown } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { Menu, MenuCheck, MenuItem, MenuLine } from '#components/ui/menu.tsx'

type FacetMenuProps = {
  label: string
  facet: readonly { value: string; count: number }[]
  chosen: readonly string[]
  /** Chips beside the menu tell what is chosen: the button then says what it filters alone. */
  withChips?: boolean
  onChange: (chosen: string[]) => void
}

/** A filter over one column: values with their counts, several at once. */
export function FacetMenu({ label, facet, chosen, withChips = false, onChange }: FacetMenuProps) {
  const values = [...new Set([...facet.map((entry) => entry.value), ...chosen])]
  const title = label.charAt(0).toUpperCase() + label.slice(1)
  const counts = new Map(facet.map((entry) => [entry.value, entry.count]))
  const toggle = (value: string, on: boolean) =>
    onChange(on ? [...chosen, value] : chosen.filter((other) => other !== value))
  return (
    <Menu
      align="start"
      trigger={
        <Button tone={chosen.length > 0 && !withChips ? 'primary' : 'plain'}>
          {chosen.length === 0 || withChips
            ? title
            : `${title}: ${chosen.length === 1 ? chosen[0] : chosen.length}`}
          <ChevronDown size={14} aria-hidden />
        </Button>
      }
    >
      <div className="max-h-80 overflow-y-auto">
        {values.map((value) => (
          <MenuCheck key={value} checked={chosen.includes(value)} onChange={(on) => toggle(value, on)}>
            <span className="flex-1 pr-4">{value}</span>
            <span className="num text-xs text-muted">{counts.get(value) ?? 0}</span>
          </MenuCheck>
        ))}
        {values.length === 0 ? <p className="px-2 py-1 text-muted">No value</p> : null}
      </div>
      {chosen.length > 0 ? (
        <>
          <MenuLine />
          <MenuItem onSelect={() => onChange([])}>Clear</MenuItem>
        </>
      ) : null}
    </Menu>
  )
}
