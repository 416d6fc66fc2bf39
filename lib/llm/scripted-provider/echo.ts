import { CassetteProblem } from '#lib/llm/scripted-provider/cassette.ts'

const ECHO = /\[\[echo: ([^[\]\n]+)\]\]/g
const HEADING = '## '

/** The text below the first line `## heading`, up to the next such line; null where there is none. */
function sectionOf(question: string, heading: string): string | null {
  const lines = question.split('\n')
  const start = lines.indexOf(`${HEADING}${heading}`)
  if (start < 0) return null
  const after = lines.slice(start + 1)
  const end = after.findIndex((line) => line.startsWith(HEADING))
  return (end < 0 ? after : after.slice(0, end)).join('\n').trim()
}

/**
 * A reply with each `[[echo: HEADING]]` replaced by that section of the question: what was measured or planned cannot
 * appear in a text written beforehand, so it is copied as a model would copy it. What is copied is not searched again.
 * @throws CassetteProblem when the question has no such heading.
 */
export function withEchoes(reply: string, question: string): string {
  return reply.replace(ECHO, (_, heading: string) => {
    const section = sectionOf(question, heading)
    if (section === null)
      throw new CassetteProblem(500, `The reply copies "## ${heading}", which the question does not have.`)
    return section
  })
}
