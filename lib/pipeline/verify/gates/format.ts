import { outcome, plain } from '#lib/pipeline/verify/evidence.ts'
import type { Gate } from '#lib/pipeline/verify/gate.ts'

export const format: Gate = {
  judge({ format: { problems } }) {
    const found = problems.map(({ file, message }) => plain('file', false, `${file} ${message}`, file))
    const whole = plain('files', true, 'Every file is listed, unchanged and in its place.')
    return outcome('format', found.length > 0 ? found : [whole])
  },
}
