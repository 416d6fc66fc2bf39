const UNFINISHED: readonly string[] = ['queued', 'running', 'reading', 'building', 'checking', 'verifying']

/** Whether a worker has yet to end what a row orders; one that waits for a person does not move by itself. */
export const isUnfinished = ({ status }: { status: string }): boolean => UNFINISHED.includes(status)
