import { ROLES, type Role } from '#lib/domain/vocabulary.ts'

/**
 * The line `x-hold: <role>` in a seed's description parks its candidates in that role, on their first attempt only:
 * a shipped way to watch what a worker's death in the middle of a step does. Null for every other seed.
 */
export function heldRole(description: string): Role | null {
  const word = /^x-hold:\s*([a-z-]+)\s*$/m.exec(description)?.[1]
  return ROLES.find((role) => role === word) ?? null
}
