/** One line of progress for the person at the terminal; stdout is kept for results. */
export function say(message) {
  process.stderr.write(`${message}\n`)
}

/** Ends with what went wrong and the next step. */
export function fail(message, fix) {
  process.stderr.write(`\nFAILED: ${message}\n${fix ? `Next: ${fix}\n` : ''}`)
  process.exit(1)
}
