import { describe, expect, test } from 'vitest'
import { archiveFile } from '#lib/packs/archive-file.fixture.ts'
import prints from '#lib/packs/eval-prints.json' with { type: 'json' }
import { readAllSeeds } from '#lib/packs/read-seeds.fixture.ts'
import type { ReadSeed } from '#lib/packs/read-seeds.ts'
import { graderMetric } from '#lib/packs/told/grader-metric.ts'
import { pythonCode } from '#lib/packs/told/python-code.ts'

const STATEMENT = `# When do kilns crack?

Potters lose a firing in twenty. Predict the probability that a kiln load cracks, from its sensors.

## Data

train.csv has 4,200 rows for training, and test.csv has 1,800 rows for the test. There are 9 numeric features and
3 categorical columns, and no missing values. All features describe one load; the columns are sorted by name.

## Submission file

\`\`\`
load_id,cracked
4201,0.5
\`\`\`
`
const CONFIG = `id: kiln-cracks
name: Kiln cracks
competition_type: simple
grader:
  name: auc-roc
  grade_fn: mlebench.competitions.kiln-cracks.grade:grade
`
const GRADER = `"""Scores by log_loss, says this text, which is none."""
from sklearn.metrics import roc_auc_score as area  # accuracy_score(a, b)
from mlebench.competitions.utils import helper

def grade(submission, answers):
    return area(y_true=answers["cracked"], y_score=submission["cracked"])
`
const CHECKSUMS = `zip: 0123456789abcdef0123456789abcdef
public:
  sample_submission.csv: 0123456789abcdef0123456789abcde0
  sensors.csv: 0123456789abcdef0123456789abcde1
  test.csv: 0123456789abcdef0123456789abcde2
  train.csv: 0123456789abcdef0123456789abcde3
private:
  test.csv: 0123456789abcdef0123456789abcde4
`
type Files = Readonly<Record<string, string>>
const KILN: Files = { 'description.md': STATEMENT, 'config.yaml': CONFIG, 'grade.py': GRADER }
const read = (files: Files) =>
  readAllSeeds(
    Object.entries(files).map(([name, text]) =>
      archiveFile(`mlebench/competitions/kiln-cracks/${name}`, text),
    ),
    { allowEvalOverlap: false },
  )
const factsOf = (read: ReadSeed | undefined) => (read?.origin.kind === 'told' ? read.origin.facts : undefined)

describe('a competition folder without data', () => {
  test('tells its structure by its grader, its config, its submission and its text, and names what is open', async () => {
    const { read: all, seeds, refused, warnings } = await read({ ...KILN, 'checksums.yaml': CHECKSUMS })
    expect(refused).toEqual([])
    expect(seeds[0]).toMatchObject({
      slug: 'kiln-cracks',
      title: 'Kiln cracks',
      modality: 'join',
      taskType: 'binary',
      metric: 'auc',
      direction: 'maximize',
      target: 'cracked',
      idColumn: 'load_id',
    })
    expect(factsOf(all[0])).toEqual({
      task: { value: 'binary', by: 'grader' },
      metric: { value: 'auc', by: 'grader' },
      modality: { value: 'join', by: 'checksums' },
      nTrain: { value: 4200, by: 'text' },
      nTest: { value: 1800, by: 'text' },
      classes: { value: 2, by: 'grader' },
      joinDepth: { value: 1, by: 'checksums' },
      columnTypes: { value: { numeric: 9, categorical: 3, date: 0, text: 0, path: 0 }, by: 'text' },
      missingRate: { value: 0, by: 'text' },
    })
    const said = warnings.map(({ message }) => message).join('\n')
    expect(said).toMatch(/Known: .*metric \(grade\.py\).*training rows \(statement\)/)
    expect(said).toMatch(/Open: levels of categories, balance of classes, groups of rows, dates\./)
    expect(said).toMatch(/put prepared\/public beside config\.yaml/)
  })

  test('takes what a person states over everything else', async () => {
    const { read: all } = await read({ ...KILN, 'seed.json': '{"metric":"log-loss","modality":"series"}' })
    expect(factsOf(all[0])).toMatchObject({
      metric: { value: 'log-loss', by: 'stated' },
      modality: { value: 'series', by: 'stated' },
    })
  })

  test('falls back from the grader to the name in the config, and from there to the statement', async () => {
    const { 'grade.py': _, ...rest } = KILN
    expect(factsOf((await read(rest)).read[0])?.metric).toEqual({ value: 'auc', by: 'config' })
    const plain = {
      'config.yaml': 'id: a\nname: A\n',
      'description.md': '# A\nScored by mean absolute error.',
    }
    const { read: all } = await read(plain)
    expect(factsOf(all[0])?.metric).toEqual({ value: 'mae', by: 'text' })
    expect(factsOf(all[0])?.task).toEqual({ value: 'regression', by: 'text' })
  })

  test('leaves a metric open that only an unknown score would tell, and says so', async () => {
    const grader =
      'from sklearn.metrics import average_precision_score\ndef grade(a, b):\n  return average_precision_score(a, b)\n'
    const { read: all, seeds, warnings } = await read({ ...KILN, 'grade.py': grader })
    expect(factsOf(all[0])).not.toHaveProperty('metric')
    expect(factsOf(all[0])?.task).toEqual({ value: 'binary', by: 'text' })
    expect(seeds[0]?.metric).toBe('auc')
    const said = warnings.map(({ message }) => message).join('\n')
    expect(said).toContain(
      'grade.py scores by average_precision_score, which is not a metric of environments.',
    )
    expect(said).toMatch(/Open: metric,/)
  })

  test('is refused where neither target nor metric is said, with both ways out', async () => {
    const { refused } = await read({ 'config.yaml': 'id: c\nname: C\n', 'description.md': '# C' })
    expect(refused[0]).toMatchObject({ file: 'description.md' })
    expect(refused[0]?.fix).toMatch(/prepared\/public.*seed\.json/)
  })

  test('is of sounds where its statement speaks of them', async () => {
    const text =
      '# Calls\nEach audio file is a recording of a bird, as wav. Predict the species from the sounds; audio only. AUC.'
    const { read: found, refused } = await read({ ...KILN, 'description.md': text })
    expect(refused).toEqual([])
    expect(factsOf(found[0])?.modality).toEqual({ value: 'audio', by: 'text' })
  })

  test('is refused as one with lost data where some of them are there', async () => {
    const { refused } = await read({ ...KILN, 'test.csv': 'id,a\n1,2\n' })
    expect(refused.map(({ file }) => file)).toContain('train.csv')
  })

  test('of the evaluation set is refused by the sums of its files, whatever it is called', async () => {
    const [sum = ''] = prints.tasks['aerial-cactus-identification'].md5
    expect(sum).toMatch(/^[0-9a-f]{32}$/)
    const { refused } = await read({ ...KILN, 'checksums.yaml': `public:\n  a.csv: ${sum}\n` })
    expect(refused[0]?.reason).toMatch(/MLE-bench-lite evaluation set/)
  })
})

describe('a grader', () => {
  test.each([
    ['accuracy_score(a, b)', ['accuracy']],
    ['f1_score(a, b, average="macro")', ['macro-f1']],
    ['f1_score(a, b)', []],
    ['cohen_kappa_score(a, b, weights="quadratic")', ['qwk']],
    ['cohen_kappa_score(a, b)', []],
    ['np.sqrt(mean_squared_error(a, b))', ['rmse']],
    ['mean_squared_error(a, b, squared=False)', ['rmse']],
    ['mean_squared_error(a, b)', []],
    ['mean_squared_log_error(a, b) ** 0.5', ['rmsle']],
    ['log_loss(a, b)', ['log-loss', 'multi-log-loss']],
    ['accuracy_score(a, b) + f1_score(a, b, average="macro")', []],
    ['my_own(a, b)', []],
  ])('that calls %s means %j', (call, metrics) => {
    expect(graderMetric(`def grade(a, b):\n    return ${call}\n`).metrics).toEqual(metrics)
  })

  test('of its own is known by the name of the function that it defines', () => {
    expect(
      graderMetric('def rmsle(a, b):\n    return 1\ndef grade(a, b):\n    return rmsle(a, b)\n').metrics,
    ).toEqual(['rmsle'])
  })

  test('is read without its comments, its documentation and its messages', () => {
    expect(pythonCode('a = 1 # log_loss(\n"""accuracy_score("""\nb = "macro" + \'x y("\'')).toBe(
      'a = 1 \n\nb = macro + ',
    )
    expect(pythonCode("'never closed\nb")).toBe('\nb')
  })
})
