import { z } from 'zod'

const Drafts = z.object({ files: z.record(z.string(), z.string()), reason: z.string() })
/** What was typed over a version and is not saved: texts by path, and why. */
export type FileDrafts = z.infer<typeof Drafts>

export const NO_DRAFTS: FileDrafts = { files: {}, reason: '' }

/** What the browser kept, or nothing: an older form of it is dropped rather than guessed at. */
export function readDrafts(text: string | null): FileDrafts {
  if (text === null) return NO_DRAFTS
  try {
    const parsed = Drafts.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : NO_DRAFTS
  } catch {
    return NO_DRAFTS
  }
}

/** With one file's text, or without it where it is again what it was. */
export function withFile(drafts: FileDrafts, path: string, text: string | null): FileDrafts {
  const { [path]: _, ...others } = drafts.files
  return { ...drafts, files: text === null ? others : { ...others, [path]: text } }
}

export const isEmptyDrafts = ({ files, reason }: FileDrafts): boolean =>
  Object.keys(files).length === 0 && reason.trim() === ''
