// Every path and npm script that the documents cite exists.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'

const DOCUMENTS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md']
if (existsSync('docs'))
  DOCUMENTS.push(
    ...readdirSync('docs')
      .filter((name) => name.endsWith('.md'))
      .map((name) => join('docs', name)),
  )
const FOLDERS = 'app|bench|cli|components|docs|e2e|lib|prisma|python|scripts|seeds|workers'
const CODE_PATH = new RegExp(`^(?:(?:${FOLDERS})/[\\w./@\\[\\]()-]*|[\\w-]+\\.(?:md|ts|mjs))$`)

const scripts = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).scripts)
const errors = []
let cited = 0

function check(document, line, kind, word, exists) {
  cited += 1
  if (!exists) errors.push(`${document}:${line}: no ${kind} ${word}`)
}

for (const document of DOCUMENTS.filter((path) => existsSync(path))) {
  for (const [index, text] of readFileSync(document, 'utf8').split('\n').entries()) {
    for (const [, word] of text.matchAll(/`([^`\s]+)`/g)) {
      if (CODE_PATH.test(word)) check(document, index + 1, 'file', word, existsSync(word))
    }
    for (const [, target] of text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)) {
      const path = normalize(join(document, '..', target))
      check(document, index + 1, 'file', target, existsSync(path))
    }
    for (const [, name] of text.matchAll(/npm run ([\w:-]+)/g))
      check(document, index + 1, 'npm script', name, scripts.includes(name))
  }
}
console.log(errors.length > 0 ? errors.join('\n') : `documents: ${cited} references`)
process.exitCode = errors.length > 0 ? 1 : 0
