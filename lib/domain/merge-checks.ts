import type { GateCheck } from '#lib/domain/gates.ts'

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`

/**
 * One row a question: where two measurements ask the same (by the ladder, and by the files alone), the check fails if
 * either does, with the figure of the one that failed, of the one that names a place where both did, and the words of both.
 */
export function mergeChecks<Check extends GateCheck>(checks: readonly Check[]): Check[] {
  return [...Map.groupBy(checks, ({ id }) => id).values()].flatMap((same) => {
    const failed = same.filter(({ passed }) => !passed)
    const lead = failed.find(({ anchor }) => anchor !== null) ?? failed[0] ?? same[0]
    if (lead === undefined || same.length === 1) return [...same]
    const words = new Set([lead, ...same].map(({ message }) => sentence(message)))
    return [{ ...lead, message: [...words].join(' ') }]
  })
}
