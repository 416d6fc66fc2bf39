// Written by `npm run fix` from the files of this folder.
import type { MarkedFormat } from '#lib/domain/log-formats.ts'
import { clearml } from '#lib/training/formats/clearml.ts'
import { parquet } from '#lib/training/formats/parquet.ts'
import { swanlab } from '#lib/training/formats/swanlab.ts'
import { tensorboard } from '#lib/training/formats/tensorboard.ts'
import { trackio } from '#lib/training/formats/trackio.ts'
import { trainerState } from '#lib/training/formats/trainer-state.ts'
import { verl } from '#lib/training/formats/verl.ts'
import { wandb } from '#lib/training/formats/wandb.ts'
import { wandbPanel } from '#lib/training/formats/wandb-panel.ts'
import type { LogReader } from '#lib/training/log-reader.ts'

export const LOG_READERS = {
  clearml,
  parquet,
  swanlab,
  tensorboard,
  trackio,
  'trainer-state': trainerState,
  verl,
  wandb,
  'wandb-panel': wandbPanel,
} as const satisfies Record<MarkedFormat, LogReader>
