-- Expand: what is lost with a worker is counted apart from the claims that fence, on every row that is worked on under a
-- lease; and workers tell with each beat how their sandbox pool and their file store are.
ALTER TABLE "seed_upload" ADD COLUMN "lost" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "workerId" TEXT;
ALTER TABLE "trial" ADD COLUMN "lost" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "model_review" ADD COLUMN "lost" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "pack" ADD COLUMN "lost" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "import_upload" ADD COLUMN "lost" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "worker" ADD COLUMN "pool" JSONB, ADD COLUMN "storage" JSONB;

-- One clock: Prisma fills `@default(now())` from the clock of its own process, this default from the database's. Sessions and
-- what else better-auth writes stay its own.
DO $$
DECLARE
  at record;
BEGIN
  FOR at IN
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_default = 'CURRENT_TIMESTAMP'
      AND table_name NOT IN ('session', 'account', 'verification')
      AND (table_name, column_name) <> ('user', 'updatedAt')
  LOOP
    EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET DEFAULT clock_timestamp()', at.table_name, at.column_name);
  END LOOP;
END
$$;
