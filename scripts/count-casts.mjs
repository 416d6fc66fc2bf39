// Casts of the services: a row's words are typed by the database client, and its Json is read by `stored()`, so that
// `as` is the exception. Counted over the syntax tree; `as const` is none.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from '@babel/parser'

const MOST_IN_1000 = 2
const FOLDER = 'lib/services'

function* nodesOf(node) {
  if (typeof node?.type !== 'string') return
  yield node
  for (const key in node)
    for (const child of [node[key]].flat()) if (typeof child === 'object') yield* nodesOf(child)
}

const isCast = ({ type, typeAnnotation }) =>
  type === 'TSAsExpression' && typeAnnotation.typeName?.name !== 'const'

let lines = 0
const casts = []
for (const name of readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.ts') || /\.(?:test|fixture)\.ts$/.test(name)) continue
  const code = readFileSync(join(FOLDER, name), 'utf8')
  lines += code.split('\n').length - 1
  const { program } = parse(code, { sourceType: 'module', plugins: ['typescript'], attachComment: false })
  for (const node of nodesOf(program))
    if (isCast(node)) casts.push(`${FOLDER}/${name}:${node.loc.start.line}`)
}
const share = (1000 * casts.length) / lines
const isOver = share > MOST_IN_1000
if (isOver) console.log(casts.join('\n'))
console.log(
  `casts: ${casts.length} in ${lines} lines of ${FOLDER}, ${share.toFixed(2)} in 1,000 (at most ${MOST_IN_1000})`,
)
process.exitCode = isOver ? 1 : 0
