import { z } from 'zod'
import type { SandboxCapabilities } from '#lib/domain/ports/sandbox.ts'
import declaration from '#lib/domain/runtime.json' with { type: 'json' }

/**
 * The one declaration of what programs run on: libraries with the oldest versions that the engine's tests cover, extras
 * that programs may import where they are, the limits of a program, and the folder where a cell finds a virtual environment:
 * programs are not told where the checkout lies. `python/requirements.lock` pins what is installed.
 */
export const RUNTIME = declaration

/** What one program may use: told to agents, and kept by the cells that run tagged solutions. */
export const ProgramLimits = z.strictObject({
  wallS: z.number(),
  cpuS: z.number(),
  memoryMB: z.number(),
  cores: z.int().min(1),
})
export type ProgramLimits = z.infer<typeof ProgramLimits>

/** What programs of a task run on: `python 3.11.2, numpy 2.4.6, ..., x86_64`, and what each may use. */
export const ProgramRuntime = z.strictObject({ versions: z.string(), program: ProgramLimits })
export type ProgramRuntime = z.infer<typeof ProgramRuntime>

/** The runtime of a sandbox. @throws Error where there is none. */
export function programRuntime(capabilities: SandboxCapabilities): ProgramRuntime {
  if (capabilities.kind !== 'available') throw new Error(capabilities.reason)
  return { versions: capabilities.runtime, program: RUNTIME.program }
}

const count = (value: number): string => value.toLocaleString('en-US')

/** `30 s of processor time on one core, 90 s in all and 2,048 MB of memory`. */
export function limitWords({ cpuS, wallS, memoryMB, cores }: ProgramLimits): string {
  const on = cores === 1 ? 'one core' : `${cores} cores`
  return `${count(cpuS)} s of processor time on ${on}, ${count(wallS)} s in all and ${count(memoryMB)} MB of memory`
}
