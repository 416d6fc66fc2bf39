import type { MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import type { SpecDraft, SpecProblem } from '#lib/domain/spec-check.ts'

const listed = (names: readonly string[]): string => names.join(', ') || 'none'

/**
 * What an edited spec says of its mechanisms that the engine would pass over: knobs and parts that they do not have, and
 * levels beyond a knob's last. A mechanism that does not exist, and one that lacks a part, the engine itself refuses.
 */
export function mechanismProblems(
  { mechanisms, inventions = [] }: Pick<SpecDraft, 'mechanisms' | 'inventions'>,
  catalogue: readonly MechanismMeta[],
): SpecProblem[] {
  const all = [...catalogue, ...inventions.map(({ meta }) => meta)]
  return mechanisms.flatMap(({ id, knobs, columns }, at) => {
    const known = all.find((one) => one.id === id)
    if (known === undefined) return []
    const parts = known.roles.map(({ name }) => name)
    const strange = Object.keys(columns).filter((name) => !parts.includes(name))
    return [
      ...strange.map((name) => ({
        path: `mechanisms.${at}.columns.${name}`,
        message: `${id} has no part ${name}. Its parts are: ${listed(parts)}.`,
      })),
      ...Object.entries(knobs).flatMap(([name, level]) => {
        const message = knobProblem(known, name, level)
        return message === null ? [] : [{ path: `mechanisms.${at}.knobs.${name}`, message }]
      }),
    ]
  })
}

function knobProblem({ id, knobs }: MechanismMeta, name: string, level: number): string | null {
  const knob = knobs.find((one) => one.name === name)
  if (knob === undefined)
    return `${id} has no knob ${name}. Its knobs are: ${listed(knobs.map((one) => one.name))}.`
  return level < knob.levels ? null : `${name} has the levels 0 to ${knob.levels - 1}.`
}
