'use client'

import { useEffect, useEffectEvent, useRef } from 'react'
import { followTheme, languageOf, monaco, prepareWorkers } from '#components/editor/monaco.ts'

export type CodeEditorProps = {
  path: string
  text: string
  line: number | null
  onLine: (line: number) => void
}

/** Read-only Monaco. Tab leaves the editor; a click on a line puts it into the address. */
export default function CodeEditor({ path, text, line, onLine }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const reportLine = useEffectEvent(onLine)
  const startLine = useEffectEvent(() => line)
  useEffect(() => {
    if (!host.current) return
    prepareWorkers()
    followTheme()
    const model = monaco.editor.createModel(text, languageOf(path))
    const editor = monaco.editor.create(host.current, {
      model,
      readOnly: true,
      domReadOnly: true,
      automaticLayout: true,
      minimap: { enabled: false },
      scrollBeyondLastLine: false,
      tabFocusMode: true,
      fontFamily: getComputedStyle(document.body).getPropertyValue('--font-geist-mono') || 'monospace',
      fontSize: 12,
      lineHeight: 18,
      renderLineHighlight: 'all',
      wordWrap: 'on',
      ariaLabel: `${path}, read-only`,
      accessibilitySupport: 'auto',
    })
    const first = startLine()
    if (first !== null) reveal(editor, first)
    const click = editor.onMouseDown(({ target }) => {
      if (target.position) reportLine(target.position.lineNumber)
    })
    const onTheme = () => followTheme()
    window.addEventListener('sandmle-theme', onTheme)
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', onTheme)
    return () => {
      window.removeEventListener('sandmle-theme', onTheme)
      system.removeEventListener('change', onTheme)
      click.dispose()
      editor.dispose()
      model.dispose()
    }
  }, [path, text])
  return <div ref={host} className="h-full min-h-72" data-testid="code-editor" />
}

function reveal(editor: ReturnType<typeof monaco.editor.create>, line: number) {
  editor.revealLineInCenter(line)
  editor.setPosition({ lineNumber: line, column: 1 })
  editor.createDecorationsCollection([
    { range: new monaco.Range(line, 1, line, 1), options: { isWholeLine: true, className: 'marked-line' } },
  ])
}
