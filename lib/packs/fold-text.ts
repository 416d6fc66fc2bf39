import unhomoglyph from 'unhomoglyph'

/**
 * A text by what a reader sees: wide, decorated, accented and look-alike letters of other alphabets are one letter,
 * marks without width are none. For comparing with texts that were folded too, never for showing.
 */
export function foldText(text: string): string {
  const bare = text.normalize('NFKD').replaceAll(/[\p{M}\p{Cf}\p{Variation_Selector}]/gu, '')
  return unhomoglyph(bare.toLowerCase()).toLowerCase().replaceAll(/[i1|]/g, 'l')
}

/** The words of a text, folded: letters and digits, with one dash between. */
export const foldWords = (text: string): string =>
  foldText(text)
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')

/** A name without anything between its words. */
export const foldName = (text: string): string => foldWords(text).replaceAll('-', '')

const asCharacter = (written: string, code: number): string =>
  code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : written

/** Addresses and web pages write characters by their numbers: `%2D`, `&#45;`, `&#x2d;`. */
export const unescaped = (text: string): string =>
  text
    .replaceAll(/%([0-9a-f]{2})/gi, (written, hex) => asCharacter(written, Number.parseInt(hex, 16)))
    .replaceAll(/&#(\d{1,7});/g, (written, digits) => asCharacter(written, Number(digits)))
    .replaceAll(/&#x([0-9a-f]{1,6});/gi, (written, hex) => asCharacter(written, Number.parseInt(hex, 16)))
