/** Submissions that turn scores of log loss into labels, without a look at a feature. */
export type Decoding = {
  /** The submission with a half everywhere, then one a query: a probability for every row. */
  asked: number[][]
  /** The submission that the told scores lead to; `rows` is how many rows the scores are means of. */
  read: (told: readonly number[], rows: number) => number[]
}

/** Gives `atOnce` rows a query log-odds that double, so that one score tells all their labels at once. */
export function planDecoding(count: number, queries: number, atOnce: number, prior: number): Decoding {
  const flat = (guess: number) => new Array<number>(count).fill(guess)
  const unit = Math.min(13.8 / 2 ** (atOnce - 1), 4)
  const odds = Array.from({ length: atOnce }, (_, n) => unit * 2 ** n)
  const asked = Array.from({ length: queries }, (_, query) => {
    const guesses = flat(0.5)
    for (const [n, one] of odds.entries()) guesses[query * atOnce + n] = 1 / (1 + Math.exp(-one))
    return guesses
  })
  // A positive row saves its log-odds; all of them cost log(1 + e^odds) - log 2 more than a half would.
  const cost = odds.reduce((sum, one) => sum + Math.log1p(Math.exp(one)) - Math.LN2, 0)
  const read = ([base = 0, ...told]: readonly number[], rows: number) => {
    const final = flat(prior)
    for (const [query, score] of told.entries()) {
      const bits = Math.round(((base - score) * rows + cost) / unit)
      const known = Math.min(Math.max(bits, 0), 2 ** atOnce - 1)
      for (const n of odds.keys()) final[query * atOnce + n] = (known >> n) & 1 ? 0.995 : 0.005
    }
    return final
  }
  return { asked: [flat(0.5), ...asked], read }
}
