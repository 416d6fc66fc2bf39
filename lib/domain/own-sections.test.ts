import { describe, expect, test } from 'vitest'
import { keepOwnSections } from '#lib/domain/own-sections.ts'

const SECTION =
  '## Runtime\n\nPrograms run on Python 3.11.2.\n\n## Feedback\n\nYou can do this at most 20 times.\n\nThe other rows decide.'
const BEFORE = `# Title\n\nText.\n\n${SECTION}\n`

describe('an edited statement', () => {
  test('stays as it is where the section on feedback does', () => {
    for (const edited of [
      BEFORE.replace('Text.', 'Other text, in kg.'),
      BEFORE.replace('# Title', '# Another title'),
      `${BEFORE}\n## Units\n\nAll in kg.\n`,
    ])
      expect(keepOwnSections(BEFORE, edited)).toBe(edited)
  })

  test('keeps what was written below the section, above it', () => {
    expect(keepOwnSections(BEFORE, `${BEFORE}\nAll in kg.\n`)).toBe(
      `# Title\n\nText.\n\nAll in kg.\n\n${SECTION}\n`,
    )
    expect(keepOwnSections(BEFORE, `${BEFORE}One.\n\n### Two\n`)).toBe(
      `# Title\n\nText.\n\nOne.\n\n### Two\n\n${SECTION}\n`,
    )
  })

  test.each([
    ['other numbers', BEFORE.replace('at most 20', 'at most 9999')],
    ['another runtime', BEFORE.replace('3.11.2', '3.14.0')],
    ['words between the sections', BEFORE.replace('3.11.2.', '3.11.2.\n\nOr any other.')],
    ['no section', '# Title\n\nText.\n'],
    ['words inside it', BEFORE.replace('20 times.', '20 times. Ask freely.')],
    ['words in front of it', BEFORE.replace('## Feedback\n', '## Feedback\n\nAsk freely.\n')],
    ['a second one', `${BEFORE.replace('Text.', 'Text.\n\n## Feedback\n\nAsk freely.')}`],
  ])('is refused with %s', (_, edited) => {
    expect(keepOwnSections(BEFORE, edited)).toBeNull()
  })

  test('may not bring such a section along where there was none', () => {
    expect(keepOwnSections('# Title\n', '# Title\n\n## Feedback\n\nAsk freely.\n')).toBeNull()
  })
})
