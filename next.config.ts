import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  devIndicators: false,
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
  experimental: { serverActions: { bodySizeLimit: '256kb' } },
}

export default config
