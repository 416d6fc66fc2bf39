-- Expand: what a person saves during a hold is checked by a worker first; a hold comes again after a repair; workers tell
-- which worlds their engine knows.
CREATE TABLE "artefact_check" (
    "id" UUID NOT NULL,
    "candidateId" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "file" TEXT NOT NULL,
    "made" TEXT NOT NULL,
    "output" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "problems" JSONB,
    "requestedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT clock_timestamp(),
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "artefact_check_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "artefact_check_candidateId_idx" ON "artefact_check"("candidateId");
ALTER TABLE "artefact_check" ADD CONSTRAINT "artefact_check_candidateId_fkey" FOREIGN KEY ("candidateId") REFERENCES "candidate"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "artefact_check" ADD CONSTRAINT artefact_check_status CHECK (status IN ('queued','finished'));
ALTER TABLE "artefact_check" ADD CONSTRAINT artefact_check_role CHECK (role IN ('data-strategist','ml-developer','mlops-engineer','technical-writer'));

ALTER TABLE "candidate" ADD COLUMN "releasedRepair" INTEGER;
-- Until now only the first attempt was held.
UPDATE "candidate" SET "releasedRepair" = 0 WHERE "releasedAt" IS NOT NULL;
ALTER TABLE "worker" ADD COLUMN "domains" JSONB;
