import type { Gate } from '#lib/pipeline/verify/gate.ts'
import { measureSeedFidelity } from '#lib/pipeline/verify/measure-fidelity.ts'

export const fidelity: Gate = { measure: measureSeedFidelity, reason: 'unfaithful' }
