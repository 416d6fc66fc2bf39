import { afterAll, describe, expect, test } from 'vitest'
import type { SandboxBackendName } from '#lib/domain/ports/sandbox.ts'
import { Cage, programJob } from '#lib/sandbox/cage.fixture.ts'
import { python } from '#lib/sandbox/hostile.fixture.ts'
import { inspectInterpreter } from '#lib/sandbox/interpreter.ts'

const { runtime } = await inspectInterpreter(process.env.SANDMLE_PYTHON ?? '/usr/bin/python3')
const ROWS = python`
import numpy as np
rng = np.random.RandomState(0)
X = rng.rand(100, 4)
y = (X[:, 0] > X[:, 1]).astype(int)
`
const PROGRAMS = {
  lightgbm: python`${ROWS}
import lightgbm
model = lightgbm.LGBMClassifier(n_estimators=20, min_child_samples=5, verbose=-1).fit(X, y)
print('right' if model.score(X, y) > 0.9 else model.score(X, y))`,
  xgboost: python`${ROWS}
import xgboost
model = xgboost.XGBClassifier(n_estimators=20, max_depth=3).fit(X, y)
print('right' if model.score(X, y) > 0.9 else model.score(X, y))`,
  // Two OpenMP libraries in one process, beside that of scikit-learn.
  'lightgbm, xgboost': python`${ROWS}
import lightgbm, xgboost
from sklearn.ensemble import HistGradientBoostingClassifier
kinds = (lightgbm.LGBMRegressor(n_estimators=20, min_child_samples=5, n_jobs=2, verbose=-1), xgboost.XGBRegressor(n_estimators=20, n_jobs=2))
scores = [model.fit(X, X[:, 0] + X[:, 1]).score(X, X[:, 0] + X[:, 1]) for model in kinds]
scores.append(HistGradientBoostingClassifier(max_iter=20).fit(X, y).score(X, y))
print('right' if min(scores) > 0.8 else scores)`,
}

// They belong to the pinned runtime; a system's Python, the fallback, may lack them.
describe.each<SandboxBackendName>(['warm', 'cold'])('boosting in %s cells', (backend) => {
  const cage = new Cage(backend, 1, 'boosting')
  afterAll(() => cage.close())
  for (const [names, source] of Object.entries(PROGRAMS)) {
    const isThere = names.split(', ').every((name) => runtime.includes(`, ${name} `))
    test.skipIf(!isThere)(`${names} fits 100 rows`, async () => {
      const result = await cage.run(programJob(source, { limits: { wallMs: 60_000, cpuS: 30 } }))
      expect(result).toMatchObject({ status: 'ok', stdout: 'right\n', stderr: '' })
    })
  }
})
