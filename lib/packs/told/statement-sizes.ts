/** Amounts that a statement says in plain words. What two sentences say differently is not known. */
const UNIT =
  /\b(\d{1,3}(?:,\d{3}){1,3}|\d{1,9}) (?:[a-z]{2,20} ){0,2}(?:rows|examples|samples|images|pictures|photos|photographs|records|observations|instances|texts|comments|reviews|documents|sentences|patients|entries|items|questions|essays|cases)\b/
const NUMBERS = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
const CLASSES =
  /\b(\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:[a-z]{2,20} ){0,2}(?:classes|categories|species|breeds|labels)\b/
const OF_TARGET = /\b(?:predict|classif|target|label|belong|one of)/
const FEATURES =
  /\b(\d{1,4}) (numeric|numerical|continuous|categorical|binary|date|text) (?:features|columns|variables|fields|attributes)\b/g
const KINDS = {
  numeric: 'numeric',
  numerical: 'numeric',
  continuous: 'numeric',
  categorical: 'categorical',
  binary: 'categorical',
  date: 'date',
  text: 'text',
} as const

/** The statement without its marks, in small letters, one clause after the other. */
export function clausesOf(statement: string): string[] {
  return statement
    .toLowerCase()
    .replace(/[*_`|#>]/g, ' ')
    .split(/\n|\. |; |, | and /)
    .map((clause) => clause.replace(/\s+/g, ' ').trim())
    .filter((clause) => clause !== '')
}

/** The one value that all who tell it agree on. */
function agreed(values: readonly number[]): number | undefined {
  const different = new Set(values)
  return different.size === 1 ? values[0] : undefined
}

const numberOf = (word: string): number => {
  const at = NUMBERS.indexOf(word)
  return at >= 0 ? at + 2 : Number(word.replaceAll(',', ''))
}

const found = (clauses: readonly string[], pattern: RegExp, isMeant: (clause: string) => boolean) =>
  agreed(
    clauses.filter(isMeant).flatMap((clause) => {
      const amount = pattern.exec(clause)?.[1]
      return amount === undefined ? [] : [numberOf(amount)]
    }),
  )

/** Training and test rows, and the classes of the target, as far as a statement says them. */
export function sizesIn(clauses: readonly string[]) {
  const train = (clause: string) => /\btrain/.test(clause)
  const test = (clause: string) => /\btest/.test(clause)
  const classes = found(clauses, CLASSES, (clause) => OF_TARGET.test(clause))
  return {
    nTrain: found(clauses, UNIT, (clause) => train(clause) && !test(clause)),
    nTest: found(clauses, UNIT, (clause) => test(clause) && !train(clause)),
    classes: classes !== undefined && classes >= 2 ? classes : undefined,
  }
}

/** Columns by their kind, where a statement counts them: "9 numeric features and 3 categorical columns". */
export function columnsIn(clauses: readonly string[]) {
  const counts = { numeric: 0, categorical: 0, date: 0, text: 0, path: 0 }
  for (const [, amount = '', word = ''] of clauses.flatMap((clause) => [...clause.matchAll(FEATURES)])) {
    const kind = Object.entries(KINDS).find(([known]) => known === word)?.[1]
    if (kind !== undefined) counts[kind] = Math.max(counts[kind], Number(amount))
  }
  return Object.values(counts).some((count) => count > 0) ? counts : undefined
}
