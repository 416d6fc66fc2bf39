import { describe, expect, test } from 'vitest'
import { type Actor, CAPABILITIES, type Capability, can } from '#lib/domain/capabilities.ts'
import { TOKEN_SCOPES, USER_ROLES } from '#lib/domain/vocabulary.ts'
import { whoMay, whyNot } from '#lib/domain/why-not.ts'

const named = { userId: 'u', name: 'Vera' } as const
const ACTORS: Actor[] = [
  { kind: 'system' },
  ...USER_ROLES.map((role): Actor => ({ kind: 'user', ...named, role })),
  ...USER_ROLES.flatMap((role) =>
    TOKEN_SCOPES.map((scope): Actor => ({ kind: 'token', tokenId: 't', ...named, role, scope })),
  ),
]
const ALL = Object.keys(CAPABILITIES) as Capability[]

describe('why an actor may not', () => {
  test.each(ALL)('%s is refused with a reason exactly where it is not held', (capability) => {
    for (const actor of ACTORS) expect(whyNot(actor, capability) === null).toBe(can(actor, capability))
  })

  test('a person is told which roles can, a token that its scope is too small', () => {
    const viewer = { kind: 'user', ...named, role: 'viewer' } as const
    expect(whyNot(viewer, 'run.cancel')).toBe('Only owners and researchers can cancel runs.')
    expect(whyNot(viewer, 'connection.manage')).toBe('Only owners can add and change connections.')
    const token = { kind: 'token', tokenId: 't', ...named, role: 'owner', scope: 'agent' } as const
    expect(whyNot(token, 'run.cancel')).toBe('A token of the scope agent cannot cancel runs.')
    expect(whyNot({ ...token, role: 'viewer' }, 'run.cancel')).toMatch(/^Only owners/)
  })

  test('roles are listed as in a sentence', () => {
    expect(whoMay('environment.read-judge')).toBe('owners, researchers and reviewers')
  })
})
