import type { SeedFile } from '#lib/packs/seed-parts.ts'
import { refusal } from '#lib/packs/seed-refusal.ts'
import { isSound, soundForms } from '#lib/packs/sound-form.ts'

/** Throws a Refusal where a seed of sounds has none that can be measured. */
export async function refuseUnreadSounds(files: readonly SeedFile[]): Promise<void> {
  const first = files.find(({ path }) => isSound(path))
  if (first === undefined) return
  if ((await soundForms(files)).length === 0)
    throw refusal(
      first.path,
      `${first.path} is not a WAV file of plain samples (8, 16, 24 or 32 bits), and neither are the others.`,
      'Write the sounds again as WAV files, uncompressed: ffmpeg -i IN -c:a pcm_s16le OUT.wav.',
    )
}
