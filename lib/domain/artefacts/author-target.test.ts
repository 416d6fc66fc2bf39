import { expect, test } from 'vitest'
import { AUTHOR, asksForAuthor, authorStory } from '#lib/domain/artefacts/author-target.ts'
import { targetStoryOf } from '#lib/domain/artefacts/labels.ts'
import { noteOf } from '#lib/domain/artefacts/prose-of.ts'
import { DOMAINS } from '#lib/pipeline/all-domains.ts'
import { CATALOGUE } from '#lib/pipeline/catalogue.fixture.ts'
import { makeDna } from '#lib/pipeline/dna.fixture.ts'
import { strategise } from '#lib/pipeline/strategist.ts'

const OF_AUTHORS = {
  ...CATALOGUE,
  mechanisms: CATALOGUE.mechanisms.flatMap((meta) =>
    meta.id === 'text-style' ? [{ ...meta, target: AUTHOR } as const] : [],
  ),
}
const planned = (runSeed: number) =>
  strategise(makeDna(), OF_AUTHORS, DOMAINS, {
    ...{ runSeed, ordinal: 0, likeness: 'varied', reasons: [], secret: '0'.repeat(32) },
  })

test('a rule on the habits of authors asks who wrote the texts, in the words of its world', () => {
  for (let runSeed = 0; runSeed < 20; runSeed++) {
    const spec = planned(runSeed)
    const domain = DOMAINS.find(({ id }) => id === spec.domain.id)
    if (domain === undefined) throw new Error(`${spec.domain.id} is no world`)
    expect(asksForAuthor(spec)).toBe(true)
    expect(targetStoryOf(spec, domain)).toEqual(authorStory(noteOf(spec, domain)))
    expect(spec.title.toLowerCase()).toMatch(/author|wrote/)
    // What the world says of its own target is not true of authors.
    expect(spec.ordinary?.senses).toBeUndefined()
    expect(new Set(spec.target.classes).size).toBe(spec.target.classes?.length)
  }
})
