import type { Catalogue } from '#lib/domain/artefacts/catalogue.ts'
import type { Domain } from '#lib/domain/artefacts/domain-record.ts'
import { seenIn } from '#lib/domain/artefacts/seen-in.ts'
import type { Spec } from '#lib/domain/artefacts/spec.ts'
import type { DataFacts } from '#lib/pipeline/data-facts.ts'
import { columnTables, fileList } from '#lib/pipeline/statement/columns.ts'
import { evaluationLines, rulesLines } from '#lib/pipeline/statement/evaluation.ts'
import { hintsOf } from '#lib/pipeline/statement/hints.ts'
import { storyOf, wordingOf } from '#lib/pipeline/statement/story.ts'

const spread = (paragraphs: readonly string[]): string[] => paragraphs.flatMap((text) => [text, ''])

/**
 * The statement of a task (`agent/description.md`), from the spec and from what the agent's own files show. The rule
 * and its constants are not input here, so they cannot leak; of each mechanism only a published hint is told.
 */
export function writeDescription(spec: Spec, facts: DataFacts, world: Domain, catalogue: Catalogue): string {
  const told = { spec, facts, domain: seenIn(spec.modality, world) }
  const wording = wordingOf(spec)
  const { overview, data } = storyOf(told, wording)
  const hints = hintsOf(told, catalogue, wording)
  const lines = [
    `# ${spec.title}`,
    '',
    '## Overview',
    '',
    ...spread(overview),
    '## Data',
    '',
    ...spread(data),
    ...fileList(told),
    '',
    ...columnTables(told),
    '## Hints',
    '',
    ...[...new Set(hints)].map((hint) => `- ${hint}`),
    '',
    ...evaluationLines(told),
    ...rulesLines(told, wording),
  ]
  return lines.join('\n')
}
