import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  devIndicators: false,
  // `npm run check` checks the types of all code, so a build does not do it again.
  typescript: { ignoreBuildErrors: true },
  // The generated Prisma client and the drivers run as plain Node modules on the server.
  serverExternalPackages: [
    'pg',
    'pg-boss',
    '@prisma/client',
    '@prisma/adapter-pg',
    'yauzl',
    'yazl',
    'better-auth',
  ],
  // No picture of ours needs another size: the route that makes them would work for strangers.
  images: { unoptimized: true },
  // The gate before the pages has the same number; it refuses more before it is read.
  experimental: { serverActions: { bodySizeLimit: '256kb' }, proxyClientMaxBodySize: '256kb' },
}

export default config
