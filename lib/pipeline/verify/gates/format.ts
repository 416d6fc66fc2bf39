import { fact, measured } from '#lib/pipeline/verify/evidence.ts'
import type { Gate } from '#lib/pipeline/verify/gate.ts'

export const format: Gate = {
  measure({ format: { problems } }) {
    const found = problems.map(({ file, message }) => fact('file', false, `${file} ${message}`, file))
    const whole = fact('files', true, 'Every file is listed, unchanged and in its place.')
    return measured(found.length > 0 ? found : [whole])
  },
}
