export const KEYS_OFF = 'sandmle-keys-off'

export type ShortcutGroup = { title: string; keys: readonly (readonly [keys: string, words: string])[] }

/** Keys that work everywhere; pages add their own group to the help. */
export const EVERYWHERE: ShortcutGroup = {
  title: 'Everywhere',
  keys: [
    ['Ctrl K', 'Search and go to anything'],
    ['/', 'Go to the search field of the page'],
    ['j k', 'Next and previous row'],
    ['Enter', 'Open the row'],
    ['?', 'This help'],
  ],
}

export const REVIEW_KEYS: ShortcutGroup = {
  title: 'Review',
  keys: [
    ['1…6', 'Next mark of a criterion'],
    ['a', 'Approve'],
    ['x', 'Request changes'],
    ['c', 'Write a comment'],
    ['Ctrl Enter', 'Send the chosen verdict from the comment'],
    ['Esc', 'Leave comment or code, so that keys act again'],
    ['j k', 'Next and previous item'],
    ['z', 'Undo the last verdict, or go back to where you were'],
    ['n p', 'Next and previous finding'],
    ['[ ]', 'Previous and next file'],
  ],
}

/** Moving over rows may continue while a key is held; whatever acts may not. */
const MAY_REPEAT: readonly string[] = ['j', 'k']

/** A key that is held down is one press: the next page must not take what was meant for this one. */
export const isOnePress = ({ key, repeat }: Pick<KeyboardEvent, 'key' | 'repeat'>): boolean =>
  !repeat || MAY_REPEAT.includes(key)

type KeyTarget = {
  tagName?: string
  type?: string
  isContentEditable?: boolean
  closest?: (selector: string) => unknown
}

/** True where a letter is text or belongs to a widget: fields, the code editor, open menus and dialogs. */
export function isTyping(target: KeyTarget | null, overlayOpen: boolean): boolean {
  if (overlayOpen) return true
  if (!target) return false
  if (target.isContentEditable) return true
  // Marks take arrows and space, no letters: a reviewer goes from the last mark straight to the verdict.
  if (target.tagName === 'INPUT' && (target.type === 'radio' || target.type === 'checkbox')) return false
  if (['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName ?? '')) return true
  return Boolean(target.closest?.('.monaco-editor, [role="menu"], [role="dialog"]'))
}
