// Written by `npm run fix` from the files of this folder.
import type { JudgedGate } from '#lib/domain/gates.ts'
import type { Gate } from '#lib/pipeline/verify/gate.ts'
import { dataContract } from '#lib/pipeline/verify/gates/data-contract.ts'
import { difficulty } from '#lib/pipeline/verify/gates/difficulty.ts'
import { evaluator } from '#lib/pipeline/verify/gates/evaluator.ts'
import { fidelity } from '#lib/pipeline/verify/gates/fidelity.ts'
import { format } from '#lib/pipeline/verify/gates/format.ts'
import { leaks } from '#lib/pipeline/verify/gates/leaks.ts'
import { regeneration } from '#lib/pipeline/verify/gates/regeneration.ts'
import { solutions } from '#lib/pipeline/verify/gates/solutions.ts'
import { speed } from '#lib/pipeline/verify/gates/speed.ts'

export const VERIFY_GATES = {
  'data-contract': dataContract,
  difficulty,
  evaluator,
  fidelity,
  format,
  leaks,
  regeneration,
  solutions,
  speed,
} as const satisfies Record<JudgedGate, Gate>
