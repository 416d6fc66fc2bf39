import { Eye, EyeOff, FileCog } from 'lucide-react'
import type { View } from '#lib/domain/vocabulary.ts'

const VIEWS = {
  agent: { icon: Eye, words: 'the agent sees it' },
  judge: { icon: EyeOff, words: 'judge only' },
  meta: { icon: FileCog, words: 'about the task, outside both views' },
} as const satisfies Record<View, { icon: typeof Eye; words: string }>

/** Who may see a file. */
export function ViewIcon({ view }: { view: View }) {
  const { icon: Icon, words } = VIEWS[view]
  return <Icon size={14} role="img" aria-label={words} className="shrink-0 text-muted" />
}
