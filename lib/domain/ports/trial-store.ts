import type { TrialRecord } from '#lib/domain/trial.ts'

/** The only way by which executions are kept. */
export interface TrialStore {
  /**
   * Keeps the finished executions of a version; those with a known program, input hash and outcome are not doubled.
   * `evidence` names the blob of an execution's whole outcome by its input hash.
   */
  save(
    versionId: string,
    trials: readonly TrialRecord[],
    evidence: ReadonlyMap<string, string>,
  ): Promise<void>
  list(versionId: string): Promise<TrialRecord[]>
}
