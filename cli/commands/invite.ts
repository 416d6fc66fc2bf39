import type { Call, Command } from '#cli/command.ts'
import { EXIT, type ExitCode } from '#cli/failure.ts'
import { requiredChoice } from '#cli/input-file.ts'
import { table } from '#cli/table.ts'
import { PEOPLE } from '#lib/contracts/people.ts'
import { USER_ROLES } from '#lib/domain/vocabulary.ts'

/** Prints the address alone, so that it can be sent on. */
async function create(call: Call): Promise<ExitCode> {
  const input = { role: requiredChoice(call, 'role', USER_ROLES), email: call.text('email') ?? null }
  const client = await call.client()
  const created = await client.call(PEOPLE.invite, input)
  const url = new URL(created.path, client.url).href
  call.print({ ...created, url }, () => url)
  call.note(`It makes one account with the role ${created.role} and is good until ${created.expiresAt}.`)
  return EXIT.ok
}

async function list(call: Call): Promise<ExitCode> {
  const { invites } = await (await call.client()).call(PEOPLE.list)
  call.print(invites, () =>
    table(invites, ['id', 'role', 'email', 'createdAt', 'expiresAt'], 'No open invitation.'),
  )
  return EXIT.ok
}

async function revoke(call: Call): Promise<ExitCode> {
  const revoked = await (await call.client()).call(PEOPLE.revokeInvite, { inviteId: call.args[0] ?? '' })
  call.print(revoked, () => `Invitation ${revoked.id} is revoked`)
  return EXIT.ok
}

export const inviteCommands: readonly Command[] = [
  {
    words: ['invite', 'create'],
    args: [],
    options: {
      role: { type: 'string', value: USER_ROLES.join('|'), required: true },
      email: { type: 'string', value: 'ADDRESS' },
    },
    summary:
      'Makes a one-time invitation and prints its address once; with --email only that address can use it.',
    run: create,
  },
  {
    words: ['invite', 'list'],
    args: [],
    options: {},
    summary: 'Invitations that nobody has used yet; owners see them.',
    run: list,
  },
  {
    words: ['invite', 'revoke'],
    args: ['ID'],
    options: {},
    summary: 'Takes an open invitation back: its link opens nothing and says so.',
    run: revoke,
  },
]
