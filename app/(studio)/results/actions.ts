'use server'

import { AdjudicateInput, CreateSystemInput, UpdateSystemInput } from '#lib/contracts/results.ts'
import { action } from '#lib/http/action.ts'
import { adjudicate } from '#lib/services/results/adjudicate.ts'
import { createSystem } from '#lib/services/results/create-system.ts'
import { updateSystem } from '#lib/services/results/update-system.ts'

export const createSystemAction = action(CreateSystemInput, createSystem)
export const updateSystemAction = action(UpdateSystemInput, updateSystem)
export const adjudicateAction = action(AdjudicateInput, adjudicate)
