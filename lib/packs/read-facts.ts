import type { z } from 'zod'
import { doubledKey } from '#lib/packs/doubled-key.ts'
import { SeedFacts } from '#lib/packs/seed-facts.ts'
import { Refusal, refusal, type SeedProblem } from '#lib/packs/seed-refusal.ts'

const FILE = 'seed.json'
const ENTRIES = Object.keys(SeedFacts.shape)
const HELP = '"sandmle seeds template" writes a seed to start from, with every entry.'
const cut = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}...` : text)

/** How far two short words are from each other, in letters that change, come or go. */
function distance(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++)
      row.push(
        Math.min(
          (before[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      )
    before = row
  }
  return before[b.length] ?? 0
}

const LONGEST = 40
const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '')

/** The entry that a misspelt one means, or null. */
function meant(name: string): string | null {
  if (name.length > LONGEST) return null
  const [best] = ENTRIES.map((entry) => ({ entry, by: distance(plain(name), plain(entry)) })).sort(
    (a, b) => a.by - b.by,
  )
  return best !== undefined && best.by <= Math.max(1, Math.floor(best.entry.length / 3)) ? best.entry : null
}

function unknownEntry(name: string): SeedProblem {
  const entry = meant(name)
  const fix =
    entry === null
      ? `It may hold ${ENTRIES.join(', ')}. ${HELP}`
      : `Write "${entry}"${entry === 'licence' ? ', as the British spell it' : ''}.`
  return { file: FILE, reason: `${FILE} has an entry "${cut(name)}" that is not known.`, fix }
}

/** Unknown entries that are looked at one by one. */
const LOOKED_AT = 20

function unknownEntries(names: readonly string[]): SeedProblem[] {
  const more = names.length - LOOKED_AT
  const named = names.slice(0, LOOKED_AT).map(unknownEntry)
  if (more <= 0) return named
  return [...named, { file: FILE, reason: `${FILE} has ${more} more entries that are not known.`, fix: HELP }]
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  object: 'object',
  array: 'list',
}
const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${KINDS[typeof value] ?? typeof value}`

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let at = raw
  for (const key of path) at = typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined
  return at
}

function sizeWords(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): string {
  const limit = issue.code === 'too_big' ? issue.maximum : issue.minimum
  return `${issue.code === 'too_big' ? 'at most' : 'at least'} ${limit} ${limit === 1 ? 'character' : 'characters'}`
}

/** What is wrong with one entry, in words of the form and not of the checker. */
function problemOf(issue: z.core.$ZodIssue, raw: unknown): SeedProblem[] {
  const name = issue.path.join('.')
  const value = valueAt(raw, issue.path)
  const said = (reason: string, fix: string): SeedProblem[] => [
    { file: FILE, reason: `${FILE}: "${cut(name)}" ${reason}.`, fix },
  ]
  if (issue.code === 'unrecognized_keys') return unknownEntries(issue.keys)
  if (name === '')
    return [{ file: FILE, reason: `${FILE} must be one object, and it is ${kindOf(value)}.`, fix: HELP }]
  if (issue.code === 'invalid_value') {
    const shown = typeof value === 'string' ? `"${cut(value)}"` : kindOf(value)
    return said(`is ${shown}`, `It may be ${issue.values.map(String).join(', ')}.`)
  }
  if (issue.code === 'invalid_type') return said(`must be a text, and it is ${kindOf(value)}`, HELP)
  if (issue.code === 'too_big' || issue.code === 'too_small')
    return said(`must have ${sizeWords(issue)}`, 'Correct it, or leave it out.')
  const message = issue.message.replace(/\.? Remove it\.$/, '')
  return said(message, 'Write it again without that, or leave it out.')
}

/** Where a text stops to be JSON, as the parser tells it. */
function placeOf(error: unknown): string {
  const found = /\(line \d{1,9} column \d{1,9}\)/.exec(error instanceof Error ? error.message : '')
  return found === null ? '' : ` ${found[0].slice(1, -1).replace(' column ', ', column ')}`
}

/** What `seed.json` states. Throws a Refusal that names every entry at fault. */
export function readFacts(text: string): SeedFacts {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch (error) {
    throw refusal(
      FILE,
      `${FILE} is not JSON${placeOf(error) === '' ? '' : `: it breaks off or goes wrong at${placeOf(error)}`}.`,
      `Quotes are double, and no comma stands after the last entry. ${HELP}`,
    )
  }
  const parsed = SeedFacts.safeParse(raw)
  if (!parsed.success) throw new Refusal(parsed.error.issues.flatMap((issue) => problemOf(issue, raw)))
  const doubled = doubledKey(text)
  if (doubled !== null)
    throw refusal(
      FILE,
      `${FILE}, line ${doubled.line}: ${doubled.name} appears twice.`,
      'Keep only one of them.',
    )
  return parsed.data
}
