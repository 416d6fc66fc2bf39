'use server'

import {
  AdjudicateInput,
  CreateSystemInput,
  SystemParams,
  UpdateSystemInput,
} from '#lib/contracts/results.ts'
import { action } from '#lib/http/action.ts'
import { adjudicate } from '#lib/services/results/adjudicate.ts'
import { createSystem } from '#lib/services/results/create-system.ts'
import { updateSystem } from '#lib/services/results/update-system.ts'

export const createSystemAction = action(CreateSystemInput, createSystem)
export const updateSystemAction = action(UpdateSystemInput, updateSystem)
export const archiveSystemAction = action(SystemParams, ({ ctx, input: { id } }) =>
  updateSystem({ ctx, input: { id, archived: true } }),
)
export const restoreSystemAction = action(SystemParams, ({ ctx, input: { id } }) =>
  updateSystem({ ctx, input: { id, archived: false } }),
)
export const adjudicateAction = action(AdjudicateInput, adjudicate)
