import type { RoleAssignment } from '#components/models/assignment.ts'
import { roleInSentence } from '#components/models/role-words.ts'
import type { BranchRunInput, RunDetail } from '#lib/contracts/runs.ts'
import { isModel, type Player } from '#lib/domain/player.ts'
import type { NamedPrompts } from '#lib/domain/prompt-catalogue.ts'
import { ROLES, type Role } from '#lib/domain/vocabulary.ts'

const samePlayer = (a: Player, b: Player): boolean =>
  isModel(a) && isModel(b)
    ? a.connectionId === b.connectionId &&
      a.model === b.model &&
      a.temperature === b.temperature &&
      a.maxOutputTokens === b.maxOutputTokens
    : a === b

/** The versions that appear in the form, of roles that a model plays; the others have no prompt. */
export const playedPrompts = (assignment: RoleAssignment, prompts: NamedPrompts): NamedPrompts =>
  assignment.kind === 'incomplete'
    ? {}
    : Object.fromEntries(
        ROLES.flatMap((role) =>
          assignment.players[role] && prompts[role] ? [[role, prompts[role]] as const] : [],
        ),
      )

/** The first role that the branch plays in another way than its parent; null for the same run again. */
export function firstChange(
  { request }: RunDetail,
  assignment: RoleAssignment,
  prompts: NamedPrompts,
): Role | null {
  if (assignment.kind === 'incomplete') return null
  const changed = ROLES.find((role) => {
    const player = assignment.players[role] ?? 'builtin'
    if (!samePlayer(request.players[role], player)) return true
    return isModel(player) && request.prompts[role] !== prompts[role]
  })
  return changed ?? null
}

/** What a branch takes over and what runs again, in words. */
export function reuseWords(first: Role): string {
  const before = ROLES.slice(0, ROLES.indexOf(first)).map((role) => roleInSentence(role))
  if (before.length === 0) return 'Every role runs again: the first one is played in another way.'
  return `Taken over where the inputs are equal: ${before.join(', ')}. Runs again: ${roleInSentence(first)} and what follows.`
}

type Chosen = { run: RunDetail; key: string; assignment: RoleAssignment; prompts: NamedPrompts }

/** The form as the request that it stands for. */
export function branchInput(data: FormData, { run, key, assignment, prompts }: Chosen): BranchRunInput {
  const name = String(data.get('name') ?? '').trim()
  const models =
    assignment.kind === 'ok' && assignment.models.length > 0 && assignment.cap.kind === 'amount'
      ? { players: assignment.players, capMicroUsd: assignment.cap.micro }
      : {}
  return {
    id: run.id,
    ...(name === '' ? {} : { name }),
    ...models,
    prompts: playedPrompts(assignment, prompts),
    certificate: run.certificate,
    submitForReview: data.get('submitForReview') === 'on',
    idempotencyKey: key,
  }
}
