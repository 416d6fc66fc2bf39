/** Candidates are counted from 0 in the data and from 1 for people: in lanes, log and messages alike. */
export const candidateNumber = (ordinal: number): number => ordinal + 1

/** The page of one candidate, by the number that people read. */
export const candidateHref = (runId: string, ordinal: number): string =>
  `/runs/${runId}/candidates/${candidateNumber(ordinal)}`
