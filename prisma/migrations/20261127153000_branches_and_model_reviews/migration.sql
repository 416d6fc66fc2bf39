-- Expand: runs that branch from a finished one, and a reviewer model whose findings people confirm or refute.
ALTER TABLE "worker" ADD COLUMN "prompts" JSONB;
ALTER TABLE "run" ADD COLUMN "parentId" UUID;
CREATE INDEX "run_parentId_idx" ON "run"("parentId");
ALTER TABLE "run" ADD CONSTRAINT "run_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "run"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "step" ADD COLUMN "reusedFrom" UUID;
ALTER TABLE "review" ADD COLUMN "activeMs" INTEGER;
ALTER TABLE "review" ADD CONSTRAINT review_active CHECK ("activeMs" >= 0);

CREATE TABLE "model_review" (
    "id" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "contentHash" TEXT NOT NULL,
    "connectionId" UUID NOT NULL,
    "model" TEXT NOT NULL,
    "player" JSONB NOT NULL,
    "capMicroUsd" BIGINT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "leaseUntil" TIMESTAMP(3),
    "workerId" TEXT,
    "promptVersion" TEXT,
    "promptHash" TEXT,
    "unanchored" INTEGER NOT NULL DEFAULT 0,
    "malformed" INTEGER NOT NULL DEFAULT 0,
    "repeated" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "requestedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "model_review_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "model_review_versionId_createdAt_idx" ON "model_review"("versionId", "createdAt");
ALTER TABLE "model_review" ADD CONSTRAINT "model_review_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "model_review" ADD CONSTRAINT "model_review_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "connection"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "model_review" ADD CONSTRAINT model_review_status CHECK (status IN ('queued','running','finished','failed'));
ALTER TABLE "model_review" ADD CONSTRAINT model_review_cap CHECK ("capMicroUsd" > 0);
-- Two clicks ask one model once.
CREATE UNIQUE INDEX model_review_one_open ON "model_review" ("versionId", "connectionId", "model") WHERE status IN ('queued', 'running');
CREATE INDEX model_review_leased ON "model_review" ("leaseUntil") WHERE status = 'running';

CREATE TABLE "model_finding" (
    "id" UUID NOT NULL,
    "reviewId" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "criterion" TEXT NOT NULL,
    "file" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "lineTo" INTEGER NOT NULL,
    "column" TEXT,
    "quote" TEXT NOT NULL,
    "consequence" TEXT NOT NULL,
    "repair" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "model_finding_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "model_finding_reviewId_ordinal_key" ON "model_finding"("reviewId", "ordinal");
ALTER TABLE "model_finding" ADD CONSTRAINT "model_finding_reviewId_fkey" FOREIGN KEY ("reviewId") REFERENCES "model_review"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "model_finding" ADD CONSTRAINT model_finding_criterion CHECK (criterion IN ('statement','data','evaluator','difficulty','leaks','realism'));
ALTER TABLE "model_finding" ADD CONSTRAINT model_finding_anchor CHECK (line >= 1 AND "lineTo" >= line AND quote <> '');

CREATE TABLE "finding_judgement" (
    "id" UUID NOT NULL,
    "findingId" UUID NOT NULL,
    "verdict" TEXT NOT NULL,
    "judgedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "finding_judgement_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "finding_judgement_findingId_createdAt_idx" ON "finding_judgement"("findingId", "createdAt");
ALTER TABLE "finding_judgement" ADD CONSTRAINT "finding_judgement_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "model_finding"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "finding_judgement" ADD CONSTRAINT finding_judgement_verdict CHECK (verdict IN ('confirmed','refuted'));

CREATE TRIGGER model_finding_append_only BEFORE UPDATE OR DELETE ON "model_finding" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER model_finding_no_truncate BEFORE TRUNCATE ON "model_finding" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER finding_judgement_append_only BEFORE UPDATE OR DELETE ON "finding_judgement" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER finding_judgement_no_truncate BEFORE TRUNCATE ON "finding_judgement" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A request belongs to a candidate of a run, or to a review by a model; both are held against the same caps.
ALTER TABLE "exchange" ALTER COLUMN "runId" DROP NOT NULL, ALTER COLUMN "candidateId" DROP NOT NULL, ADD COLUMN "modelReviewId" UUID;
ALTER TABLE "exchange" ADD CONSTRAINT "exchange_modelReviewId_fkey" FOREIGN KEY ("modelReviewId") REFERENCES "model_review"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "exchange" ADD CONSTRAINT exchange_asker CHECK (
  ("modelReviewId" IS NULL AND "runId" IS NOT NULL AND "candidateId" IS NOT NULL)
  OR ("modelReviewId" IS NOT NULL AND "runId" IS NULL AND "candidateId" IS NULL));
CREATE UNIQUE INDEX "exchange_modelReviewId_role_repair_turn_try_key" ON "exchange"("modelReviewId", "role", "repair", "turn", "try");
ALTER TABLE "exchange" DROP CONSTRAINT exchange_role;
ALTER TABLE "exchange" ADD CONSTRAINT exchange_role CHECK (role IN ('data-strategist','ml-developer','mlops-engineer','technical-writer','reviewer'));
