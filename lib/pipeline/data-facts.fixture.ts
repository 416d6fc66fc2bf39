import type { Spec } from '#lib/domain/artefacts/spec.ts'
import { METRIC_FACTS } from '#lib/domain/vocabulary.ts'
import { classLabels, type DataFacts, historyOf } from '#lib/pipeline/data-facts.ts'
import { stream } from '#lib/pipeline/stream.ts'

/** What the files of a plan would show, without making them: shares and values as another draw would have them. */
export function plannedFacts(spec: Spec): DataFacts {
  const classes = classLabels(spec)
  const draw = stream(spec.secret, spec.title)
  const names = (table: string) =>
    spec.columns.filter((column) => column.table === table).map((column) => column.name)
  const tables = [...new Set(spec.columns.map(({ table }) => table))].filter((table) => table !== 'main')
  const isSpread = METRIC_FACTS[spec.metric].submission === 'probabilities'
  const submissionColumns = isSpread && classes ? classes : [spec.target.name]
  return {
    trainRows: spec.rows.train,
    testRows: spec.rows.test,
    columns: names('main'),
    submissionColumns,
    sampleLines: [`id,${submissionColumns.join(',')}`, `a1,${submissionColumns.map(() => '0.5').join(',')}`],
    tables: tables.map((table) => ({ file: `${table}.csv`, rows: 1500, columns: ['id', ...names(table)] })),
    images: spec.modality === 'image' ? spec.rows.train + spec.rows.test : 0,
    picture: spec.picture
      ? { width: spec.picture.side, height: spec.picture.side, channels: spec.picture.channels }
      : null,
    sounds: spec.modality === 'audio' ? spec.rows.train + spec.rows.test : 0,
    sound: spec.sound ? { seconds: spec.sound.seconds, rate: 8000 } : null,
    textWords: spec.columns.some(({ kind }) => kind === 'text') ? [20, 70] : null,
    classes,
    emptyColumns: spec.columns.filter(({ missingRate }) => missingRate > 0).map(({ name }) => name),
    targetSpread: classes
      ? { kind: 'shares', shares: classes.map((label) => ({ label, share: draw.next() })) }
      : { kind: 'values', low: '2.31', median: draw.between(3, 4).toFixed(2), high: '5.02' },
    days:
      spec.modality === 'series'
        ? {
            train: ['2015-01-09', '2016-09-10'],
            test: ['2016-09-14', '2018-08-07'],
            stretch: spec.rows.train % 2 === 0 ? 44 : null,
            bouts: spec.rows.train % 4 === 1,
          }
        : null,
    history: historyOf(spec),
  }
}
