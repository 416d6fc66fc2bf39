/** A stranger's text as the database and the screen can hold it: well-formed, no control characters, cut to a length. */
export const plainText = (text: string, length: number): string =>
  text
    .slice(0, length)
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, '\uFFFD')
