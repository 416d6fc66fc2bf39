import { z } from 'zod'

type Issue = z.core.$ZodRawIssue

/** Types of JSON as a person calls them. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  null: 'null',
  date: 'a date',
}
const FORMATS: Readonly<Record<string, string>> = {
  email: 'an email address',
  url: 'an address',
  uuid: 'an id (a UUID)',
  datetime: 'a date with its time, as 2026-01-31T12:00:00Z',
  base64: 'base64',
  safeint: 'a whole number',
}
const UNITS: Readonly<Record<string, readonly [string, string]>> = {
  string: ['character', 'characters'],
  array: ['item', 'items'],
  set: ['item', 'items'],
  map: ['entry', 'entries'],
  file: ['byte', 'bytes'],
}

const kindWords = (kind: string): string => KINDS[kind] ?? kind

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'number') return String(value)
  return kindWords(typeof value)
}

function typeWords({ expected, input }: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidType>): string {
  if (input === undefined) return 'is missing'
  return `must be ${kindWords(expected)}, not ${kindOf(input)}`
}

function limitWords(issue: z.core.$ZodRawIssue<z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall>): string {
  const limit = issue.code === 'too_big' ? issue.maximum : issue.minimum
  const how = issue.exact ? 'exactly' : issue.code === 'too_big' ? 'at most' : 'at least'
  const units = UNITS[issue.origin]
  if (units) return `must have ${how} ${limit} ${Number(limit) === 1 ? units[0] : units[1]}`
  if (issue.inclusive === false) return `must be ${issue.code === 'too_big' ? 'below' : 'above'} ${limit}`
  return `must be ${how} ${limit}`
}

/** The kind that a form asks for, where the value is of another one; null where something inside it is wrong. */
function kindAsked(issues: readonly z.core.$ZodIssue[]): string | null {
  const whole = issues.find(({ code, path }) => code === 'invalid_type' && path.length === 0)
  return whole?.code === 'invalid_type' ? kindWords(whole.expected) : null
}

/** Where no form of a union fits: what is wrong inside those that were meant, else the kinds that it may be of. */
function unionWords({ errors }: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidUnion>): string {
  const meant = errors.filter((issues) => kindAsked(issues) === null).flatMap(([first]) => first ?? [])
  if (meant.length > 0)
    return meant.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(' ')).join(', or ')
  const kinds = new Set(errors.map(kindAsked))
  return kinds.size > 0 ? `must be ${[...kinds].join(' or ')}` : 'is not valid'
}

const listed = (values: readonly unknown[]): string => values.map(String).join(', ')

/** What is wrong with a value, as the rest of a sentence that begins with its name: `must be a number, not text`. */
export function plainWords(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return typeWords(issue)
    case 'invalid_value':
      return issue.input === undefined
        ? 'is missing'
        : `must be ${issue.values.length === 1 ? '' : 'one of '}${listed(issue.values)}`
    case 'too_big':
    case 'too_small':
      return limitWords(issue)
    case 'invalid_format':
      return FORMATS[issue.format] ? `is not ${FORMATS[issue.format]}` : 'is not in the right form'
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`
    case 'unrecognized_keys':
      return `has ${issue.keys.length === 1 ? 'an entry' : 'entries'} that ${issue.keys.length === 1 ? 'is' : 'are'} not known: ${listed(issue.keys)}`
    case 'invalid_union':
      return unionWords(issue)
    default:
      return 'is not valid'
  }
}

const SHOWN = 5

/** Everything that is wrong with a record, each fault with its place. */
export function faultsOf({ issues }: Pick<z.ZodError, 'issues'>): string {
  const told = issues
    .slice(0, SHOWN)
    .map(({ path, message }) => `${path.join('.') || 'the record'}: ${message}`)
  return [...told, ...(issues.length > SHOWN ? [`and ${issues.length - SHOWN} more`] : [])].join('; ')
}

/** From here on, faults are told in these words wherever a schema has none of its own. Once a process. */
export function speakPlainly(): void {
  z.config({ localeError: plainWords })
}
