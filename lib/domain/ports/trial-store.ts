import type { TrialRecord } from '#lib/domain/trial.ts'

/** The only way by which executions are kept. */
export interface TrialStore {
  /** Keeps the finished executions of a version; those with a known program and input hash are not doubled. */
  save(versionId: string, trials: readonly TrialRecord[]): Promise<void>
  list(versionId: string): Promise<TrialRecord[]>
}
