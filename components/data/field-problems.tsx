import type { ActionResult } from '#lib/contracts/problem.ts'

/** What was refused, part by part, each by its name; nothing where the message itself says it all. */
export function FieldProblems({ result }: { result: ActionResult<unknown> | null }) {
  if (!result || result.ok || result.fields === undefined) return null
  if (Object.values(result.fields).flat().length < 2) return null
  return (
    <ul
      aria-label="What to fix"
      className="flex flex-col gap-1 rounded-md bg-bad-soft px-2 py-1.5 text-bad-text"
    >
      {Object.entries(result.fields).map(([path, messages]) => (
        <li key={path} className="[overflow-wrap:anywhere]">
          <code>{path}</code>: {messages.join(' ')}
        </li>
      ))}
    </ul>
  )
}
