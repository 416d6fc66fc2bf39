import { PERSON_HEADER } from '#lib/contracts/person-header.ts'

/** What a request of a page says about whose page it is: from anybody else the server refuses it. */
export const personHeaders = (madeFor: string | null | undefined): Record<string, string> =>
  madeFor ? { [PERSON_HEADER]: madeFor } : {}
