import type { ApiSpec } from '#lib/contracts/api-spec.ts'
import * as packs from '#lib/contracts/packs.ts'

/** Routes of packs; part of API_SPECS. */
export const PACK_SPECS: readonly ApiSpec[] = [
  {
    method: 'GET',
    path: '/api/v1/packs',
    summary: 'Packs, newest first',
    query: packs.ListPacksQuery,
    response: packs.PackList,
  },
  {
    method: 'POST',
    path: '/api/v1/packs',
    summary: 'Request the next version of a pack',
    body: packs.RequestPackInput,
    response: packs.PackView,
    status: 201,
  },
  {
    method: 'GET',
    path: '/api/v1/packs/{id}',
    summary: 'A pack with its entries',
    response: packs.PackDetail,
  },
  {
    method: 'POST',
    path: '/api/v1/packs/{id}/withdraw',
    summary: 'Withdraw a ready pack, for a reason',
    body: packs.WithdrawPackInput.omit({ id: true }),
    response: packs.PackView,
  },
  {
    method: 'GET',
    path: '/api/v1/packs/{id}/download',
    summary: 'The zip file of a ready pack',
    response: 'application/zip',
  },
]
