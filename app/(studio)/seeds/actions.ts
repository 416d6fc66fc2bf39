'use server'

import { RenameSeedInput, SeedParams } from '#lib/contracts/seeds.ts'
import { action } from '#lib/http/action.ts'
import { archiveSeed } from '#lib/services/seeds/archive-seed.ts'
import { measureSeed } from '#lib/services/seeds/measure-seed.ts'
import { renameSeed } from '#lib/services/seeds/rename-seed.ts'
import { restoreSeed } from '#lib/services/seeds/restore-seed.ts'

export const archiveSeedAction = action(SeedParams, archiveSeed)
export const measureSeedAction = action(SeedParams, measureSeed)
export const renameSeedAction = action(RenameSeedInput, renameSeed)
export const restoreSeedAction = action(SeedParams, restoreSeed)
