import { siblingBase } from '#lib/domain/training.ts'

/** An environment of a rollout that is not a version of this studio: a sibling that the smoke trainer made, or foreign. */
export function UnknownEnvironment({ name }: { name: string }) {
  const base = siblingBase(name)
  return base === null ? (
    <span>
      {name} <span className="text-muted">not known here</span>
    </span>
  ) : (
    <span>
      Sibling of {base} <span className="text-muted">made for the smoke test</span>
    </span>
  )
}
