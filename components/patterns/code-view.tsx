'use client'

import dynamic from 'next/dynamic'
import { useUrlState } from '#components/patterns/url-state.ts'

const CodeEditor = dynamic(() => import('#components/patterns/code-editor.tsx'), {
  ssr: false,
  loading: () => <p className="p-3 text-muted">Opening the editor</p>,
})

/** A file with line numbers; `?line=` names the marked line. */
export function CodeView({ path, text }: { path: string; text: string }) {
  const { params, set } = useUrlState()
  const asked = Number(params.get('line'))
  const line = Number.isInteger(asked) && asked > 0 ? asked : null
  return (
    <div className="h-[70vh] min-h-72">
      <CodeEditor
        path={path}
        text={text}
        line={line}
        onLine={(next) => set({ line: String(next) }, 'replace')}
      />
    </div>
  )
}
