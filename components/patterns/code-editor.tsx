'use client'

import { useEffect, useEffectEvent, useRef } from 'react'
import { followTheme, languageOf, monaco, prepareWorkers } from '#components/patterns/monaco.ts'

export type CodeEditorProps = {
  path: string
  text: string
  line: number | null
  onLine?: (line: number) => void
  /** Makes the text editable: told what was typed. */
  onText?: (text: string) => void
}

/** Where Esc closes something of the editor's own first. */
const NOTHING_OPEN =
  '!findWidgetVisible && !suggestWidgetVisible && !parameterHintsVisible && !editorHasMultipleSelections'

/**
 * Monaco, read-only unless somebody listens to what is typed. Tab and Esc leave the editor, so that the keys of the
 * page act again; a click on a line is reported.
 */
export default function CodeEditor({ path, text, line, onLine, onText }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const readOnly = onText === undefined
  const reportLine = useEffectEvent((at: number) => onLine?.(at))
  const reportText = useEffectEvent((typed: string) => onText?.(typed))
  const startLine = useEffectEvent(() => line)
  useEffect(() => {
    if (!host.current) return
    prepareWorkers()
    followTheme()
    const model = monaco.editor.createModel(text, languageOf(path))
    const editor = monaco.editor.create(host.current, {
      model,
      readOnly,
      domReadOnly: readOnly,
      automaticLayout: true,
      minimap: { enabled: false },
      scrollBeyondLastLine: false,
      renderFinalNewline: 'on',
      tabFocusMode: true,
      // No bracket and no quote that nobody typed.
      autoClosingBrackets: 'never',
      autoClosingQuotes: 'never',
      fontFamily: getComputedStyle(document.body).getPropertyValue('--font-geist-mono') || 'monospace',
      fontSize: 12,
      lineHeight: 18,
      renderLineHighlight: 'all',
      wordWrap: 'on',
      ariaLabel: readOnly ? `${path}, read-only` : path,
      accessibilitySupport: 'auto',
    })
    editor.addAction({
      id: 'sandmle-leave',
      label: 'Leave the editor',
      keybindings: [monaco.KeyCode.Escape],
      precondition: NOTHING_OPEN,
      run: () => host.current?.focus(),
    })
    const first = startLine()
    if (first !== null) reveal(editor, first)
    const click = editor.onMouseDown(({ target }) => {
      if (target.position) reportLine(target.position.lineNumber)
    })
    const typing = model.onDidChangeContent(() => reportText(model.getValue()))
    const onTheme = () => followTheme()
    window.addEventListener('sandmle-theme', onTheme)
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', onTheme)
    return () => {
      window.removeEventListener('sandmle-theme', onTheme)
      system.removeEventListener('change', onTheme)
      click.dispose()
      typing.dispose()
      editor.dispose()
      model.dispose()
    }
  }, [path, text, readOnly])
  return <div ref={host} tabIndex={-1} className="h-full min-h-72" data-testid="code-editor" />
}

function reveal(editor: ReturnType<typeof monaco.editor.create>, line: number) {
  editor.revealLineInCenter(line)
  editor.setPosition({ lineNumber: line, column: 1 })
  editor.createDecorationsCollection([
    { range: new monaco.Range(line, 1, line, 1), options: { isWholeLine: true, className: 'marked-line' } },
  ])
}
