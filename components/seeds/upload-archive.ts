import { type SendEvents, sendFile } from '#components/data/send-file.ts'
import { SEEDS, type SeedUploadView } from '#lib/contracts/seeds.ts'

/** Sends an archive of seed tasks. */
export const uploadArchive = (file: File, events: SendEvents): Promise<SeedUploadView> =>
  sendFile(SEEDS.upload, { filename: file.name }, file, events)
