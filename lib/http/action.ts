import { headers } from 'next/headers'
import type { z } from 'zod'
import type { ActionResult } from '#lib/contracts/problem.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { publicContext, requireContext } from '#lib/http/context-of.ts'
import { problemOf } from '#lib/http/problem-of.ts'
import { refuseTexts } from '#lib/http/refuse-texts.ts'
import type { WebContext } from '#lib/services/context.ts'
import { requireSamePerson } from '#lib/services/people/require-same-person.ts'

/**
 * A server action over one verb: authenticate, parse, run, answer a small typed result. `madeFor` is the person whose
 * page sends it; from anybody else it is refused.
 */
export function action<Schema extends z.ZodType, Out>(
  schema: Schema,
  verb: (call: { ctx: WebContext; input: z.input<Schema> }) => Promise<Out>,
): (input: z.input<Schema>, madeFor?: string) => Promise<ActionResult<Out>> {
  return async (raw, madeFor) => {
    const base = publicContext()
    try {
      const ctx = await requireContext(await headers(), base)
      refuseTexts(raw)
      await requireSamePerson({ ctx, input: madeFor })
      parseInput(schema, raw)
      return { ok: true, data: await verb({ ctx, input: raw }) }
    } catch (error) {
      const { code, message, fields, requestId } = problemOf(error, base.requestId)
      return { ok: false, code, message, requestId, ...(fields === undefined ? {} : { fields }) }
    }
  }
}
