import { RETRY_AFTER_S } from '#lib/http/problem-of.ts'

/** Stands for every page while the database is away: no script, no font, nothing that would have to be loaded. */
const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="${RETRY_AFTER_S}">
<title>Database unavailable · SandMLE Studio</title>
<style>
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto 0; padding: 0 1rem }
code { font-family: ui-monospace, monospace }
</style>
</head>
<body>
<main>
<h1>The database does not answer</h1>
<p>Nothing is lost: work waits and continues by itself. This page tries again every ${RETRY_AFTER_S} seconds.</p>
<p>A database that <code>npm run up</code> started is started again within seconds. If this stays: <code>npm run up</code> starts
what is missing, <code>npm run doctor</code> says what is wrong, and <a href="/api/health">/api/health</a> names each part.</p>
</main>
</body>
</html>
`

/** 503 as a page, with the time after which to ask again. */
export const unavailablePage = (policy: string): Response =>
  new Response(PAGE, {
    status: 503,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': String(RETRY_AFTER_S),
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
    },
  })
