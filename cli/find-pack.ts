import { allPages } from '#cli/all-pages.ts'
import type { Client } from '#cli/client.ts'
import { CommandFailure } from '#cli/failure.ts'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { PACKS, type PackView } from '#lib/contracts/packs.ts'
import type { PackLayout } from '#lib/domain/version.ts'

export const allPacks = (client: Client): Promise<PackView[]> =>
  allPages(
    (cursor) => client.call(PACKS.list, cursor),
    ({ packs }) => packs,
  )

/** Does `name` mean this pack? An id, a slug for every version, or slug@version. */
export const isNamed = ({ id, slug, version }: PackView, name: string): boolean =>
  id === name || slug === name || `${slug}@${version}` === name

/** The newest ready pack that an id, a slug or slug@version names, of one layout where it is given. */
export async function packOf(client: Client, name: string, layout?: PackLayout): Promise<PackView> {
  const named = (await allPacks(client)).filter(
    (pack) => isNamed(pack, name) && (layout === undefined || pack.layout === layout),
  )
  const ready = named.filter(({ status }) => status === 'ready').sort((a, b) => b.version - a.version)
  if (ready[0] !== undefined) return ready[0]
  const what =
    named[0] === undefined
      ? `There is no pack "${name}"${layout === undefined ? '' : ` in the layout ${layout}`}.`
      : `The pack ${name} is ${named[0].status}, not ready.`
  throw new CommandFailure(what, `GET ${addressOf(PACKS.list)}`, 'sandmle pack list', { code: 'not-found' })
}
