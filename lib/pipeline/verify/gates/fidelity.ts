import type { Gate } from '#lib/pipeline/verify/gate.ts'
import { judgeFidelity } from '#lib/pipeline/verify/judge-fidelity.ts'

export const fidelity: Gate = { judge: judgeFidelity, reason: 'unfaithful' }
