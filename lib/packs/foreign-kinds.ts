import { refusal } from '#lib/packs/seed-refusal.ts'

/** Kinds of data that no environment is made of, with the files that hold them. */
export const FOREIGN_KINDS = {
  sound: { title: 'packed sound', files: /\.(?:mp3|flac|ogg|m4a|aiff?|opus)$/i },
  video: { title: 'video', files: /\.(?:mp4|avi|mov|mkv|webm)$/i },
  molecule: { title: 'molecules', files: /\.(?:sdf|mol2?|pdb|xyz|cif|smi)$/i },
  graph: { title: 'graphs', files: /\.(?:graphml|gml|gexf|edgelist|gpickle)$/i },
  volume: { title: 'arrays and scans', files: /\.(?:npy|npz|h5|hdf5|nii|dcm|dicom|mat)$/i },
} as const
export type ForeignKind = keyof typeof FOREIGN_KINDS

/** Files of the first kind of data that environments are not made of; null without any. */
export function foreignFiles(paths: readonly string[]) {
  for (const { title, files } of Object.values(FOREIGN_KINDS)) {
    const [first, ...others] = paths.filter((path) => files.test(path))
    if (first !== undefined) return { title, first, count: others.length + 1 }
  }
  return null
}

const KINDS = 'tables, joined tables, series, pictures, texts or sounds in WAV files'

/** Refuses a seed whose statement speaks of data that environments are not made of. */
export const refuseForeignKind = (kind: ForeignKind) =>
  refusal(
    'description.md',
    `Its statement speaks of ${FOREIGN_KINDS[kind].title}. Environments are made of ${KINDS}.`,
    'If the task is one of these, state it in seed.json as "modality".',
  )

/**
 * A seed whose data are of such files would be read by its index alone: refused, unless its seed.json states what it
 * is, and then told of. `stated` is that modality.
 */
export function judgeForeignFiles(paths: readonly string[], stated: boolean, warnings: string[]): void {
  const found = foreignFiles(paths)
  if (found === null) return
  const { title, first, count } = found
  const files = count === 1 ? first : `${first} and ${count - 1} more`
  if (!stated)
    throw refusal(
      first,
      `${files} ${count === 1 ? 'holds' : 'hold'} ${title}. Environments are made of ${KINDS}.`,
      `${title === FOREIGN_KINDS.sound.title ? 'Write them as WAV files. ' : ''}To use its tables alone, state "modality": "tabular" in seed.json; the other files are kept and not looked at.`,
    )
  warnings.push(`${files} ${count === 1 ? 'holds' : 'hold'} ${title}: kept, and not looked at.`)
}
