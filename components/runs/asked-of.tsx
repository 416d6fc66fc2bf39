import { controlWords } from '#lib/domain/control-words.ts'
import type { RunControls } from '#lib/domain/controls.ts'

/** What a run asks for beside likeness, for the line below its title; nothing where it asks for nothing. */
export function AskedOf({ controls }: { controls: RunControls }) {
  return controlWords(controls).map(({ term, value }) => (
    <span key={term} className="max-w-full">
      {term.toLowerCase()} {value}
    </span>
  ))
}
