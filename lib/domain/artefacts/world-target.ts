import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import { isWhole } from '#lib/domain/artefacts/meanings.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import type { TaskType } from '#lib/domain/vocabulary.ts'

const wantedIn = ({ wanted }: { wanted?: boolean | undefined }) => (wanted === undefined ? {} : { wanted })

/** The target of a task in a world; `classes` is how many a multi-class or ordinal one has. */
export function worldTarget(
  { targets: { binary, multiclass, ordinal, regression } }: Domain,
  task: TaskType,
  classes: number,
): Spec['target'] {
  switch (task) {
    case 'binary':
      return { name: binary.name, unit: null, classes: [...binary.classes], ...wantedIn(binary) }
    case 'multiclass':
      return { name: multiclass.name, unit: null, classes: multiclass.classes.slice(0, classes) }
    case 'ordinal':
      return {
        name: ordinal.name,
        unit: null,
        classes: Array.from({ length: classes }, (_, grade) => String(grade)),
        ...wantedIn(ordinal),
      }
    case 'regression': {
      const { name, unit, range } = regression
      const whole = isWhole(regression) ? { whole: true } : {}
      return { name, unit, classes: null, range, ...whole, ...wantedIn(regression) }
    }
  }
}
