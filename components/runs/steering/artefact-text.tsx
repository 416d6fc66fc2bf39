'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { DraftDiff } from '#components/patterns/draft-diff.tsx'
import { SpecForm } from '#components/runs/steering/spec/spec-form.tsx'
import { Button } from '#components/ui/button.tsx'
import type { ActionResult } from '#lib/contracts/problem.ts'

const CodeEditor = dynamic(() => import('#components/patterns/code-editor.tsx'), {
  ssr: false,
  loading: () => <p className="p-3 text-muted">Opening the editor</p>,
})

const TITLES = { text: 'Text', form: 'Form', changes: 'Changes' } as const
type Shown = keyof typeof TITLES

type ArtefactTextProps = {
  file: string
  /** As the role made it. */
  made: string
  text: string
  result: ActionResult<unknown> | null
  onText: (text: string) => void
}

/** One text three ways: in the editor, as fields where it is a plan, and as what it changes over what the role made. */
export function ArtefactText({ file, made, text, result, onText }: ArtefactTextProps) {
  const [shown, setShown] = useState<Shown>('text')
  // The editor keeps what it was opened with; it is opened again when one comes back to it.
  const [opened, setOpened] = useState(text)
  const choices: readonly Shown[] = file === 'spec.json' ? ['text', 'form', 'changes'] : ['text', 'changes']
  const fields = result && !result.ok ? (result.fields ?? {}) : {}
  const errorOf = (path: string) => fields[path]?.join(' ')
  function show(next: Shown) {
    setOpened(text)
    setShown(next)
  }
  return (
    <div className="rounded-md border border-line">
      <fieldset className="flex flex-wrap gap-1.5 border-b border-line p-1.5">
        <legend className="sr-only">How {file} is shown</legend>
        {choices.map((one) => (
          <Button
            key={one}
            tone={one === shown ? 'plain' : 'quiet'}
            aria-pressed={one === shown}
            onClick={() => show(one)}
          >
            {one === 'text' && file === 'spec.json' ? 'JSON' : TITLES[one]}
          </Button>
        ))}
      </fieldset>
      {shown === 'text' ? (
        <div className="h-[60vh] min-h-72">
          <CodeEditor path={file} text={opened} line={null} onText={onText} />
        </div>
      ) : shown === 'form' ? (
        <SpecForm text={text} onText={onText} errorOf={errorOf} />
      ) : (
        <DraftDiff label={`Changes of ${file} over what the role made`} before={made} after={text} />
      )}
    </div>
  )
}
