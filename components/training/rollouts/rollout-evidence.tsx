'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { ask } from '#components/data/read-json.ts'
import { TextPane } from '#components/models/transcript/text-pane.tsx'
import { LoadFailed, LoadingRows } from '#components/patterns/query-state.tsx'
import { messageText } from '#components/training/rollouts/message-text.ts'
import { Button } from '#components/ui/button.tsx'
import { ROLLOUTS, type RolloutEvidence } from '#lib/contracts/rollouts.ts'

const CodeEditor = dynamic(() => import('#components/patterns/code-editor.tsx'), {
  ssr: false,
  loading: () => <p className="p-3 text-muted">Opening the program</p>,
})

type Part = { id: 'program' | 'output' | 'conversation'; title: string; text: string }

function partsOf({ program, output, trajectory }: RolloutEvidence): Part[] {
  const conversation = trajectory?.map((message) => `${message.role}\n${messageText(message)}`).join('\n\n')
  return [
    ...(program === null ? [] : [{ id: 'program' as const, title: 'Program', text: program }]),
    ...(output === null ? [] : [{ id: 'output' as const, title: 'Evaluator output', text: output }]),
    ...(conversation === undefined
      ? []
      : [{ id: 'conversation' as const, title: 'Conversation', text: conversation }]),
  ]
}

/** Program, evaluator output and conversation of a rollout, one at a time; loaded when they are shown. */
export function RolloutEvidenceView({ id }: { id: string }) {
  const [chosen, choose] = useState<Part['id'] | null>(null)
  const query = useQuery({
    ...ask(ROLLOUTS.evidence, { rolloutId: id }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (query.isError)
    return <LoadFailed what="The program" error={query.error} retry={() => void query.refetch()} />
  if (query.data === undefined) return <LoadingRows rows={6} what="the program" />
  const parts = partsOf(query.data)
  const open = parts.find((part) => part.id === chosen) ?? parts[0]
  if (open === undefined)
    return <p className="text-muted">The trainer sent no program, output or conversation.</p>
  return (
    <div className="min-w-0 rounded-md border border-line">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, these are buttons */}
      <div role="group" aria-label="Evidence" className="flex flex-wrap gap-1 border-b border-line p-1.5">
        {parts.map((part) => (
          <Button
            key={part.id}
            tone={part === open ? 'plain' : 'quiet'}
            aria-pressed={part === open}
            onClick={() => choose(part.id)}
          >
            {part.title}
          </Button>
        ))}
      </div>
      {open.id === 'program' ? (
        <div className="h-96">
          <CodeEditor key={id} path="program.py" text={open.text} line={null} />
        </div>
      ) : (
        <TextPane key={open.id} label={open.title} text={open.text} />
      )}
    </div>
  )
}
