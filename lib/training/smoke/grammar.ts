import { z } from 'zod'

/** `python -m sandmle.grammar --slots`: slots in the order of choosing, each with its choices. The model comes first. */
export const Slots = z
  .record(z.string(), z.array(z.string()).min(1))
  .refine((slots) => Object.keys(slots)[0] === 'model' && 'view' in slots, 'a grammar has a model and a view')
export type Slots = z.infer<typeof Slots>

/** One program: a choice a slot. */
export type Choices = Record<string, string>

/** Names one program of a grammar; equal programs have equal names. */
export const nameOfChoices = (choices: Choices): string => Object.values(choices).join(' ')
