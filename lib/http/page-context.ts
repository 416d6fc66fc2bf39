import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { contextOf } from '#lib/http/context-of.ts'
import { PATH_HEADER, signInPath } from '#lib/http/sign-in-path.ts'
import type { ServiceContext } from '#lib/services/context.ts'

/** The context of the page being rendered, or null for a stranger. */
export const optionalContext = async (): Promise<ServiceContext | null> => contextOf(await headers())

/** The context of the page being rendered; strangers are sent to sign in. */
export async function pageContext(): Promise<ServiceContext> {
  return (await optionalContext()) ?? redirect(signInPath((await headers()).get(PATH_HEADER)))
}
