import { badTextIn } from '#lib/domain/text.ts'

type Address = { pathname: string; searchParams: URLSearchParams }

/** False for an address that is not text at all, or holds one that nothing here can be named with. */
export function isReadable({ pathname, searchParams }: Address): boolean {
  try {
    return badTextIn([decodeURIComponent(pathname), ...searchParams.entries()]) === null
  } catch {
    return false
  }
}
