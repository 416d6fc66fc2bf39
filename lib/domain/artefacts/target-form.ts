import { z } from 'zod'

/**
 * The form of a regression target under RMSE or MAE: how far its upper half is stretched (0: not at all), and the share
 * of rows in which it is 0.
 */
export const TargetForm = z.strictObject({
  skew: z.number().min(0).max(0.8).optional(),
  zeros: z.number().min(0).max(0.5).optional(),
})
export type TargetForm = z.infer<typeof TargetForm>

/** Whether a target has a form of its own. */
export const isBent = ({ skew = 0, zeros = 0 }: TargetForm): boolean => skew > 0 || zeros > 0
