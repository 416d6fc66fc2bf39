import type { Tx } from '#lib/db/client.ts'

/**
 * The account of whoever started the product on its machine. It exists from the first start, for the command line;
 * whoever redeems the owner's link takes it over, so that the person at the terminal and the first owner are one,
 * also for what the terminal made before.
 */
export const LOCAL_USER_ID = 'local-cli'

/** Accounts with a person behind them: all but the local one before its link is redeemed. */
export const HAS_PERSON = { NOT: { id: LOCAL_USER_ID, accounts: { none: {} } } }

/** Whether the local account still waits for its person. */
export async function waitsForOwner(tx: Tx): Promise<boolean> {
  const row = await tx.user.findUnique({
    where: { id: LOCAL_USER_ID },
    select: { accounts: { select: { id: true }, take: 1 } },
  })
  return row === null || row.accounts.length === 0
}

/**
 * Id of the person whom the machine's own token acts for: who redeemed the owner's link; where that account is
 * locked, the owner who came first; before there is one, the local account, which is made here.
 */
export async function localPerson(tx: Tx): Promise<string> {
  const link = await tx.invite.findFirst({
    where: { kind: 'owner', redeemedBy: { not: null } },
    orderBy: { redeemedAt: 'asc' },
    select: { redeemedBy: true },
  })
  const first = await tx.user.findFirst({
    where: { id: link?.redeemedBy ?? '', disabledAt: null },
    select: { id: true },
  })
  if (first !== null) return first.id
  const owner = await tx.user.findFirst({
    where: { role: 'owner', disabledAt: null, ...HAS_PERSON },
    orderBy: { createdAt: 'asc' },
    select: { id: true },
  })
  if (owner !== null) return owner.id
  const { id } = await tx.user.upsert({
    where: { id: LOCAL_USER_ID },
    create: {
      id: LOCAL_USER_ID,
      name: 'Command line',
      email: 'command-line@localhost.invalid',
      role: 'owner',
    },
    update: {},
    select: { id: true },
  })
  return id
}
