import { ImageGrid } from '#components/environments/image-grid.tsx'
import { SoundList } from '#components/environments/sound-list.tsx'
import { EmptyState } from '#components/patterns/empty-state.tsx'
import { ProfilePanel, TextSamples } from '#components/seeds/profile-panel.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { addressOf } from '#lib/contracts/endpoint.ts'
import { SEEDS, type SeedDetail } from '#lib/contracts/seeds.ts'

/** Pictures that browsers show and that the file route serves as such. */
const SHOWN = /\.(?:png|jpe?g)$/i

const HEARD = /\.wav$/i

/** What a seed is made of, to look at and to hear: its table, its texts, its pictures, its sounds. */
export function SeedContents({ seed }: { seed: SeedDetail }) {
  const { slug, profile, open } = seed
  const images = seed.files
    .filter(({ path }) => SHOWN.test(path))
    .map(({ path }) => ({ path, href: addressOf(SEEDS.file, { id: slug, path }) }))
  const sounds = seed.files
    .filter(({ path }) => HEARD.test(path))
    .map(({ path }) => ({ path, href: addressOf(SEEDS.file, { id: slug, path }) }))
  return (
    <>
      {images.length > 0 ? <ImageGrid title="Pictures" images={images} /> : null}
      {sounds.length > 0 ? <SoundList title="Sounds" sounds={sounds} /> : null}
      {profile === null ? null : (
        <>
          <TextSamples profile={profile} />
          <ProfilePanel profile={profile} />
        </>
      )}
      {profile === null && open === null ? (
        <Panel title="Training table">
          <EmptyState kind="none" title="No profile yet">
            This seed was read before the columns of its table were kept. Measure it again to see them.
          </EmptyState>
        </Panel>
      ) : null}
    </>
  )
}
