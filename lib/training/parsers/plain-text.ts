import { seenLine } from '#lib/domain/text.ts'

/** A stranger's text as the database and the screen can hold it, cut to a length. */
export const plainText = (text: string, length: number): string => seenLine(text.slice(0, length))
