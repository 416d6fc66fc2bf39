import type { Identity } from '#lib/sandbox/identity.ts'
import type { Interpreter } from '#lib/sandbox/interpreter.ts'
import type { StagedRuntime } from '#lib/sandbox/stage-runtime.ts'

/** Where and as whom programs run: settled once at start, the same for both backends. */
export type Site = { interpreter: Interpreter; identity: Identity; runtime: StagedRuntime }
