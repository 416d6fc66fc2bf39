-- Expand: versions that a person saves over another one. The row is the request; a worker freezes what it asks for.
CREATE TABLE "revision" (
    "id" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "changes" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "lost" INTEGER NOT NULL DEFAULT 0,
    "leaseUntil" TIMESTAMP(3),
    "workerId" TEXT,
    "error" TEXT,
    "resultId" UUID,
    "requestedBy" TEXT NOT NULL,
    "actorKind" TEXT NOT NULL,
    "actorId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT clock_timestamp(),
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "revision_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "revision_versionId_createdAt_idx" ON "revision"("versionId", "createdAt");
CREATE UNIQUE INDEX "revision_resultId_key" ON "revision"("resultId");
ALTER TABLE "revision" ADD CONSTRAINT "revision_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "revision" ADD CONSTRAINT "revision_resultId_fkey" FOREIGN KEY ("resultId") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "revision" ADD CONSTRAINT revision_status CHECK (status IN ('queued','running','finished','failed'));
-- One at a time over a version: of two people who save at once, one is told of the other.
CREATE UNIQUE INDEX revision_one_open ON "revision"("versionId") WHERE status IN ('queued','running');

ALTER TABLE "notice" DROP CONSTRAINT notice_kind;
ALTER TABLE "notice" ADD CONSTRAINT notice_kind CHECK (kind IN ('advisory','changes-requested','revision','resubmitted'));
