import { type AppError, isAppError } from '#lib/domain/errors.ts'
import { machineFaultOf } from '#lib/domain/machine-fault.ts'

/** Whether an error says something about the file, in words for who sent it. A full disk is none of their business. */
export const isUploadersMatter = (error: unknown): error is AppError =>
  isAppError(error) && error.code !== 'internal' && machineFaultOf(error) === null
