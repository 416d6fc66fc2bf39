// Phrases that a native reader stumbles over and names that only this product had, and what to write instead: each was
// once all over the product. Code, strings, comments and documents alike; what models are asked, what tests record and
// the tasks' own prose have words of their own. The glossary is in ARCHITECTURE.md.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './setup/paths.mjs'

const FILES = /\.(?:ts|tsx|mjs|md|prisma|py)$/
const SKIPPED =
  /(?:^|\/)(?:generated|cassettes|fixtures|prompts)\/|check-words\.|^python\/sandmle\/(?:parts|mechanisms)\/|^seeds\/.*\/description\.md$/

/** @typedef {readonly (readonly [pattern: RegExp, instead: string])[]} Replacements */
/** @type {Replacements} */
const REPLACEMENTS = [
  [
    /\bis no (?:whole |finite |valid |known )?(?:number|text|JSON|YAML|table|header|file|metric|log)\b/i,
    'is not a ...',
  ],
  [/\bare no (?:whole |finite |valid |known )?(?:numbers|texts?|characters|points|tables)\b/i, 'are not ...'],
  [/\bis none of (?!their business)/i, 'is not one of'],
  [/\bmistakes? of ours\b/i, 'a bug'],
  [/\bnone of (?:ours|theirs)\b/i, 'not one of ours, or say whose it is'],
  [/\bgo(?:es)? on (?:with|by itself|where|from|as it is)\b/i, 'continue'],
  [/\b(?:became|becomes|become) of\b/i, 'happened to'],
  [/\b(?:came|comes) of\b/i, 'came from, or name the result'],
  [/\bmend(?:s|ed|ing)?\b/i, 'fix'],
  [/\banew\b/i, 'again'],
  [/\bput down (?:as|at|for)\b/i, 'recorded as'],
  [/\b(?:program|model|role|engine|trainer)s? (?:had )?puts? out\b/i, 'produced'],
  [/\bfell silent\b/i, 'went silent, or stopped responding'],
  [/\bstands? (?:here|there|in the (?:address|bar|form|statement|table))\b/i, 'is here, appears in the form'],
  [/\bturns? a knob\b/i, 'changes a setting'],
  [/\bwaits for you\b/i, 'needs your attention, or say what to do'],
]

/**
 * Names that only this product had. Votes and types are cast all the same: only the noun for players is kept out.
 * @type {Replacements}
 */
const NAMES = [
  [/\bCandidateStopped\b/, 'LeaseLost'],
  [/\b(?:[a-z]+P|[Pp])ayer(?:Id|s)?\b/, 'budget owner'],
  [/\b[Tt]wins?\b|[a-z]Twins?\b|\b(?:find|open)Twin/, 'near duplicate, or known, other'],
  [/\b[Aa]renas?\b|[a-z]Arenas?\b/, 'environment'],
  [/\bSEATS?\b|\bSEAT_|\bSeat\b|\b(?:an?|each|every|the) seat\b/, 'model role'],
  [/[:<|&,{] ?Casts?\b|\btype Cast\b|\bCast(?:Draft|Model|Panel)\b/, 'role assignment'],
  [
    /\b(?:cast(?:Draft|Words)|(?:read|same|play)Casts?)\b|\bcast\.(?:kind|players|models|prompts)\b/,
    'role assignment',
  ],
  [
    /\b(?:the|this|that|another|same|whole) casts?\b(?! (?:of|reviews?|votes?|verdicts?))/i,
    'role assignment',
  ],
  [/\b(?:an?|each|every|all|the) exhibits?\b|\bExhibits?\b|[a-z]Exhibits\b|\bEXHIBITS\b/, 'negative case'],
  [/\bopen-?notices\b/i, 'open-channel'],
]

/** The phrases of a text that have a better word, as `line: "phrase"; write ...`. */
export function stumblesIn(text) {
  return text.split('\n').flatMap((line, at) =>
    [...REPLACEMENTS, ...NAMES].flatMap(([pattern, instead]) => {
      const found = pattern.exec(line)
      const isThere = found !== null && /\bthere\s*$/i.test(line.slice(0, found.index))
      return found === null || isThere ? [] : [`${at + 1}: "${found[0]}"; write "${instead}"`]
    }),
  )
}

if (process.argv[1] === import.meta.filename) {
  const { stdout } = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  const files = stdout.split('\n').filter((name) => FILES.test(name) && !SKIPPED.test(name))
  const problems = files.flatMap((name) =>
    stumblesIn(readFileSync(join(root, name), 'utf8')).map((one) => `${name}:${one}`),
  )
  console.log(problems.length > 0 ? problems.join('\n') : `words: ${files.length} files`)
  process.exitCode = problems.length > 0 || files.length === 0 ? 1 : 0
}
