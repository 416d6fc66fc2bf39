import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import { lastingOf } from '#lib/domain/artefacts/lasting-of.ts'
import type { ColumnLink } from '#lib/domain/artefacts/sense.ts'
import { gapsByOf, linksOf, sensesOf } from '#lib/domain/artefacts/world-sense.ts'
import type { SpecDraft } from '#lib/domain/spec-check.ts'

/**
 * A spec whose columns or target changed, with what the domain says of the new ones: what was said of columns that
 * stayed, stays where `before` is the same world and the same target.
 */
export function resenseSpec(spec: SpecDraft, domain: Domain, before: SpecDraft): SpecDraft {
  const { senses, ...ordinary } = spec.ordinary ?? { share: 0 }
  const { links, lasting, gapsBy, ...style } = spec.style
  const names = new Set(spec.columns.map(({ name }) => name))
  const stays =
    before.domain.id === spec.domain.id && JSON.stringify(before.target) === JSON.stringify(spec.target)
  const own = (told: object) => Object.entries(told).filter(([name]) => stays && names.has(name))
  const isOld = ({ from, to }: ColumnLink) =>
    stays && before.columns.some(({ name }) => name === to) && names.has(to) && !isGone(from)
  const isGone = (name: string) => before.columns.some((one) => one.name === name) && !names.has(name)
  const isNew = ({ from, to }: ColumnLink) =>
    !stays || [from, to].some((name) => names.has(name) && before.columns.every((one) => one.name !== name))
  const told = sensesOf(spec, domain)
  const made = linksOf(domain, spec.columns, () => 1) ?? []
  const drawn = links && [...links.filter(isOld), ...made.filter(isNew)]
  return {
    ...spec,
    ...(spec.ordinary && {
      ordinary: {
        ...ordinary,
        ...(senses && told && { senses: { ...told, ...Object.fromEntries(own(senses)) } }),
      },
    }),
    style: {
      ...style,
      ...(lasting && { lasting: lastingOf(domain, { columns: spec.columns, links: drawn ?? [] }) }),
      ...(drawn && { links: drawn }),
      ...(gapsBy !== undefined && { gapsBy: gapsByOf(domain, spec.columns) }),
    },
  }
}
