import type { ConnectionView } from '#lib/contracts/connections.ts'
import type { ProviderKind, StructuredOutput } from '#lib/domain/ports/language-model.ts'

export const KIND_WORDS: Record<ProviderKind, string> = {
  'openai-compatible': 'OpenAI-compatible',
  anthropic: 'Anthropic',
}
export const STRUCTURED_WORDS: Record<StructuredOutput, string> = {
  'json-schema': 'By JSON schema',
  'json-object': 'Any JSON object',
  none: 'Not asked for: read from the text',
}

/** Where the key stands, without telling it. */
export function keyWords(hint: string | null): string {
  if (hint === null) return 'none'
  return hint === '' ? 'sealed; too short to show its end' : `sealed, ends in ${hint}`
}

/** What the last test came to; while one runs its time is that of the question. */
export function checkWords({ status, checkMessage, models }: ConnectionView): string {
  switch (status) {
    case 'unchecked':
      return 'Not tested yet.'
    case 'checking':
      return 'A worker is asking the provider for its models.'
    case 'disabled':
      return 'No run can use it. Its ledger stays.'
    case 'ok':
      return checkMessage ?? `Answered with ${models.length} models.`
    case 'failed':
      return checkMessage ?? 'The provider could not be asked.'
  }
}
