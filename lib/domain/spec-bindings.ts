import { admits, type NumericColumn } from '#lib/domain/artefacts/assign-columns.ts'
import type { MechanismMeta } from '#lib/domain/artefacts/catalogue.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import { mapColumns } from '#lib/domain/artefacts/map-columns.ts'
import { canDivide, meaningOf } from '#lib/domain/artefacts/meanings.ts'
import { isKnownRatio } from '#lib/domain/artefacts/ratios.ts'
import { findDomain, type SpecDraft, type SpecProblem, sameDomain } from '#lib/domain/spec-check.ts'

type Bound = Readonly<Record<string, string>>

function bindingProblem(
  role: MechanismMeta['roles'][number],
  columns: Bound,
  { domain, known }: { domain: Domain; known: ReadonlyMap<string, NumericColumn> },
): string | null {
  const column = known.get(columns[role.name] ?? '')
  if (column === undefined) return null
  const measured = meaningOf(column) ?? 'nothing known'
  if (!admits({ ...role, positive: false }, column)) {
    const wanted = role.meanings?.join(', ') ?? 'anything but a place on a map'
    return `${column.name} measures ${measured}; ${role.name} takes ${wanted}.`
  }
  const over = role.divides === undefined ? undefined : known.get(columns[role.divides] ?? '')
  return over === undefined || canDivide(over, column) || isKnownRatio(domain, over.name, column.name)
    ? null
    : `${over.name} divided by ${column.name} is neither a rate nor a proportion.`
}

/** Roles of an edited spec that a column plays whose meaning they do not admit; what the role itself bound stands. */
export function bindingProblems(
  spec: SpecDraft,
  made: SpecDraft,
  { catalogue, domains }: { catalogue: readonly MechanismMeta[]; domains: readonly Domain[] },
): SpecProblem[] {
  const domain = findDomain(domains, spec)
  if (domain === undefined) return []
  const numbers = [...domain.columns, ...domain.child.columns, ...mapColumns(domain)].filter(
    (column): column is NumericColumn => column.kind === 'numeric',
  )
  const known = new Map(numbers.map((column) => [column.name, column]))
  const before = sameDomain(spec, made) ? made.mechanisms : []
  return spec.mechanisms.flatMap(({ id, columns }, at) => {
    const roles = catalogue.find((one) => one.id === id)?.roles ?? []
    const stands = before.find((one) => one.id === id)?.columns ?? {}
    return roles
      .filter((role) => columns[role.name] !== stands[role.name])
      .flatMap((role) => {
        const message = bindingProblem(role, columns, { domain, known })
        return message === null ? [] : [{ path: `mechanisms.${at}.columns.${role.name}`, message }]
      })
  })
}
