/** Numbers in [0, 1) that are the same each time for one seed: one question has one answer. */
export function* chances(seed = 1): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    yield state / 2 ** 32
  }
}
