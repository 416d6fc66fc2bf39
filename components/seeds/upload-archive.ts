import { type SendEvents, sendFile } from '#components/data/send-file.ts'
import { api } from '#lib/contracts/api-paths.ts'
import { SeedUploadView } from '#lib/contracts/seeds.ts'

/** Sends an archive of seed tasks. */
export const uploadArchive = (file: File, events: SendEvents): Promise<SeedUploadView> =>
  sendFile(api.uploadSeeds(file.name), file, SeedUploadView, events)
