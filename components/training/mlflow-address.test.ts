import { expect, test } from 'vitest'
import { placeOfMlflow } from '#components/training/mlflow-address.ts'

const ID = '0199aaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'
test.each([
  [`#/experiments/3/runs/${ID}`, `/training/${ID}`],
  [`#/experiments/0/runs/${ID.replaceAll('-', '').toUpperCase()}`, `/training/${ID}`],
  [`#/experiments/3/runs/${ID}/model-metrics`, `/training/${ID}`],
  [`#/experiments/3/runs/${ID}?compare=1`, `/training/${ID}`],
  ['#/experiments/3', '/training/experiments/3'],
  ['#/experiments/3/runs', '/training/experiments/3'],
  ['#/models/x', null],
  ['#/experiments/../runs/x', null],
  ['#content', null],
  ['', null],
])('%s leads to %s', (hash, place) => {
  expect(placeOfMlflow(hash)).toBe(place)
})
