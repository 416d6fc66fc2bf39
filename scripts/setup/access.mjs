// The ways in that exist before any person does: the owner's one-time link and the local command line's token.
import { createHash, randomBytes } from 'node:crypto'
import { withClient } from './database.mjs'
import { key } from './keys.mjs'

const LOCAL_USER = 'local-cli'
const sha256 = (text) => createHash('sha256').update(text).digest('hex')
const secret = () => randomBytes(24).toString('base64url')

/** A one-time token for the first owner, valid 72 hours, or null when an owner exists. Only its hash is stored. */
export function mintOwnerToken(url) {
  return withClient(url, async (client) => {
    const owners = await client.query(`select 1 from "user" where role = 'owner' and id <> $1 limit 1`, [
      LOCAL_USER,
    ])
    if (owners.rowCount > 0) return null
    const token = secret()
    await client.query('begin')
    await client.query(`delete from invite where kind = 'owner' and "redeemedAt" is null`)
    await client.query(
      `insert into invite (id, "tokenHash", kind, role, "expiresAt")
       values (gen_random_uuid(), $1, 'owner', 'owner', now() + interval '72 hours')`,
      [sha256(token)],
    )
    await client.query('commit')
    return token
  })
}

/** The owner-scoped token of the command line on this machine; its user has no password and cannot sign in. */
export async function localToken(url, home) {
  const token = key(home, 'local-token', () => `smle_${secret()}`)
  await withClient(url, async (client) => {
    await client.query(
      `insert into "user" (id, name, email, role) values ($1, 'Command line', 'local-cli@localhost', 'owner')
       on conflict (id) do nothing`,
      [LOCAL_USER],
    )
    await client.query(
      `insert into api_token (id, "userId", name, scope, "tokenHash")
       values (gen_random_uuid(), $1, 'local.json', 'owner', $2) on conflict ("tokenHash") do nothing`,
      [LOCAL_USER, sha256(token)],
    )
  })
  return token
}
