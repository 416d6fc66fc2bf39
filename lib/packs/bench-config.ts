/** The facts of a benchmark's `config.yaml` that a seed needs. */
export type BenchConfig = { id: string | null; name: string | null; grader: string | null }

/**
 * Reads the subset of YAML that these files use: `key: value` lines, nested by indentation. Anything else is
 * ignored, nothing is ever executed or dereferenced.
 */
export function readBenchConfig(text: string): BenchConfig {
  const values = new Map<string, string>()
  const stack: { indent: number; key: string }[] = []
  for (const line of text.split(/\r?\n/)) {
    const match = /^(\s*)([A-Za-z_][\w-]*):\s*(.*?)\s*(?:#.*)?$/.exec(line)
    if (match === null) continue
    const [, space = '', key = '', raw = ''] = match
    while (stack.length > 0 && (stack.at(-1)?.indent ?? 0) >= space.length) stack.pop()
    const path = [...stack.map((level) => level.key), key].join('.')
    if (raw === '') stack.push({ indent: space.length, key })
    else values.set(path, raw.replace(/^(['"])(.*)\1$/, '$2'))
  }
  return {
    id: values.get('id') ?? null,
    name: values.get('name') ?? null,
    grader: values.get('grader.name') ?? null,
  }
}
