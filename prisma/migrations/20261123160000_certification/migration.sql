-- Expand: certificates that are asked for outside a run, and the evidence of executions from which they are judged again.
ALTER TABLE "trial" ADD COLUMN "evidence" TEXT;

CREATE TABLE "certification" (
    "id" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "gateSet" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "lost" INTEGER NOT NULL DEFAULT 0,
    "leaseUntil" TIMESTAMP(3),
    "workerId" TEXT,
    "heldStatus" TEXT,
    "verdict" TEXT,
    "ran" INTEGER,
    "kept" INTEGER,
    "error" TEXT,
    "requestedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "certification_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "certification_versionId_createdAt_idx" ON "certification"("versionId", "createdAt");
ALTER TABLE "certification" ADD CONSTRAINT "certification_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "certification" ADD CONSTRAINT certification_kind CHECK (kind IN ('quick','full'));
ALTER TABLE "certification" ADD CONSTRAINT certification_status CHECK (status IN ('queued','running','finished','failed'));
ALTER TABLE "certification" ADD CONSTRAINT certification_verdict CHECK (verdict IN ('verified','rejected','not-comparable','judge-error'));
ALTER TABLE "certification" ADD CONSTRAINT certification_held_status CHECK ("heldStatus" IN ('draft','verified'));

-- Two clicks ask for one certificate.
CREATE UNIQUE INDEX certification_one_open ON "certification" ("versionId") WHERE status IN ('queued', 'running');
CREATE INDEX certification_leased ON "certification" ("leaseUntil") WHERE status = 'running';
