import type { z } from 'zod'
import { type RoleFile, RoleFileParams } from '#lib/contracts/steering.ts'
import { notFound } from '#lib/domain/errors.ts'
import { parseInput } from '#lib/domain/parse.ts'
import { requireCapability, type ServiceContext } from '#lib/services/context.ts'
import { readStart, SHOWN_BYTES } from '#lib/services/read-start.ts'
import { readOutput, SPEC_FILE, textOf } from '#lib/services/steering/held-output.ts'
import { outputsOf, readKept } from '#lib/services/steering/list-outputs.ts'

const TEXT = /\.(py|json|md|csv|txt)$/

/** The beginning of one file that a role wrote; a spec without its secret. It tells the hidden rule. */
export async function getOutputFile({
  ctx,
  input,
}: {
  ctx: ServiceContext
  input: Omit<z.input<typeof RoleFileParams>, 'role'> & { role: string }
}): Promise<RoleFile> {
  requireCapability(ctx, 'run.read')
  requireCapability(ctx, 'environment.read-judge')
  const { role, repair, file, ...of } = parseInput(RoleFileParams, input)
  const step = (await outputsOf(ctx.db, of)).find((one) => one.role === role && one.repair === repair)
  if (step === undefined) throw notFound('output', `${role} ${repair}`)
  const kept = await readKept(ctx.blobs, step.blob)
  if (role === 'data-strategist' && file === SPEC_FILE && kept.kind !== 'refused') {
    const text = await textOf(ctx.blobs, await readOutput(ctx.blobs, role, step.blob), SPEC_FILE)
    return { file, bytes: Buffer.byteLength(text), text, truncated: false }
  }
  const ref = Object.hasOwn(kept.files, file) ? kept.files[file] : undefined
  if (ref === undefined) throw notFound('file', file)
  const { sha256, bytes } = ref
  if (!TEXT.test(file)) return { file, bytes, text: null, truncated: false }
  return { file, bytes, text: await readStart(ctx.blobs, sha256), truncated: bytes > SHOWN_BYTES }
}
