import type { Domain, DomainColumn } from '#lib/domain/artefacts/domain-record.ts'

/** Where a world's rows lie, as columns; none where they lie nowhere in particular. */
export const mapColumns = ({ map }: Pick<Domain, 'map'>): Extract<DomainColumn, { kind: 'numeric' }>[] =>
  map === null
    ? []
    : [map.east, map.north].map((axis) => ({
        kind: 'numeric',
        unit: map.unit,
        meaning: 'coordinate',
        shape: 'uniform',
        ...axis,
      }))
