import type { LogReader } from '#lib/training/log-reader.ts'
import { isPanel, readPanel } from '#lib/training/parsers/wandb-panel.ts'

export const wandbPanel: LogReader = [{ by: 'table', is: isPanel, read: readPanel }]
