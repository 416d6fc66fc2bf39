import { z } from 'zod'
import { MODEL_ROLES, ROLES, type Role } from '#lib/domain/vocabulary.ts'

/** `v1`, `v2`, ...: the part of a prompt's file name that tells its version. */
export const PromptVersion = z.string().regex(/^v[1-9]\d{0,3}$/, 'is not a version like v2')
export type PromptVersion = z.infer<typeof PromptVersion>

/** Versions of a run's prompts; a role that is not named plays with the newest. */
export const NamedPrompts = z.partialRecord(z.enum(ROLES), PromptVersion)
export type NamedPrompts = z.infer<typeof NamedPrompts>

/** The prompts that a worker can play with, the newest of each model role first; the worker publishes it at its start. */
export const PromptCatalogue = z.partialRecord(
  z.enum(MODEL_ROLES),
  z.array(z.object({ version: PromptVersion, hash: z.string() })),
)
export type PromptCatalogue = z.infer<typeof PromptCatalogue>

/** The roles whose named version the catalogue does not hold. */
export const unknownPrompts = (named: NamedPrompts, known: PromptCatalogue): Role[] =>
  ROLES.filter((role) => {
    const version = named[role]
    return version !== undefined && !known[role]?.some((one) => one.version === version)
  })
