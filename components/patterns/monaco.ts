// Only what a reader of task files needs: find, folding, go to line, copy; three grammars and one worker. Every
// part named here costs build time and bytes; all come from our own origin.
import 'monaco-editor/features/bracketMatching/register.js'
import 'monaco-editor/features/clipboard/register.js'
import 'monaco-editor/features/codeEditor/register.js'
import 'monaco-editor/features/codicon/register.js'
import 'monaco-editor/features/contextmenu/register.js'
import 'monaco-editor/features/find/register.js'
import 'monaco-editor/features/folding/register.js'
import 'monaco-editor/features/gotoLine/register.js'
import 'monaco-editor/features/toggleTabFocusMode/register.js'
import 'monaco-editor/features/unicodeHighlighter/register.js'
import 'monaco-editor/features/wordHighlighter/register.js'
import 'monaco-editor/features/wordOperations/register.js'
import 'monaco-editor/languages/definitions/markdown/register.js'
import 'monaco-editor/languages/definitions/python/register.js'
import 'monaco-editor/languages/definitions/yaml/register.js'
import * as monaco from 'monaco-editor/editor/editor.api.js'

const LANGUAGES: Record<string, string> = {
  py: 'python',
  md: 'markdown',
  yaml: 'yaml',
  yml: 'yaml',
  json: 'yaml',
}

/** JSON is read as YAML, which contains it: no JSON service is loaded for a read-only view. */
export const languageOf = (path: string): string => LANGUAGES[path.split('.').at(-1) ?? ''] ?? 'plaintext'

function hexOf(token: string): string {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  if (!canvas) return '#808080'
  canvas.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(token)
  const probe = document.createElement('span')
  probe.style.color = `var(${token})`
  document.body.append(probe)
  canvas.fillStyle = getComputedStyle(probe).color
  probe.remove()
  canvas.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data
  return `#${[red, green, blue].map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

/** Defines the editor theme from the tokens in force and selects it. */
export function followTheme() {
  const dark = getComputedStyle(document.documentElement).colorScheme === 'dark' || isSystemDark()
  monaco.editor.defineTheme('sandmle', {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [{ token: 'comment', foreground: hexOf('--muted').slice(1) }],
    colors: {
      'editor.background': hexOf('--raised'),
      'editor.foreground': hexOf('--ink'),
      'editorLineNumber.foreground': hexOf('--muted'),
      'editorGutter.background': hexOf('--raised'),
    },
  })
  monaco.editor.setTheme('sandmle')
}

function isSystemDark(): boolean {
  const forced = document.documentElement.getAttribute('data-theme')
  return forced === null && matchMedia('(prefers-color-scheme: dark)').matches
}

export function prepareWorkers() {
  window.MonacoEnvironment ??= {
    getWorker: () =>
      new Worker(new URL('monaco-editor/editor/editor.worker.js', import.meta.url), { type: 'module' }),
  }
}

export { monaco }
