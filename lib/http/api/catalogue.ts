import { CATALOGUE } from '#lib/contracts/catalogue.ts'
import { bind } from '#lib/http/bind.ts'
import { getCatalogue } from '#lib/services/catalogue/get-catalogue.ts'

export const catalogueRoutes = bind(CATALOGUE, {
  get: getCatalogue,
})
