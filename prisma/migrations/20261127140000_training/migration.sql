-- Expand: training runs with their metrics and rollouts, the smoke trainer, imports, benchmark results, advisories.
-- CreateTable
CREATE TABLE "advisory" (
    "id" UUID NOT NULL,
    "versionId" UUID NOT NULL,
    "severity" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "advisory_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "userId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "href" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readAt" TIMESTAMP(3),

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "training_experiment" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "tags" JSONB NOT NULL DEFAULT '{}',
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "training_experiment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "training_run" (
    "id" UUID NOT NULL,
    "experimentId" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'running',
    "userName" TEXT NOT NULL DEFAULT '',
    "startedAt" TIMESTAMP(3),
    "endedAt" TIMESTAMP(3),
    "packId" UUID,
    "rewardTable" TEXT,
    "importId" UUID,
    "smokeRunId" UUID,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "training_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "training_param" (
    "runId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "training_param_pkey" PRIMARY KEY ("runId","key")
);

-- CreateTable
CREATE TABLE "training_tag" (
    "runId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "training_tag_pkey" PRIMARY KEY ("runId","key")
);

-- CreateTable
CREATE TABLE "training_artefact" (
    "runId" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "blob" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "training_artefact_pkey" PRIMARY KEY ("runId","path")
);

-- CreateTable
CREATE TABLE "metric_series" (
    "id" BIGSERIAL NOT NULL,
    "runId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "points" BIGINT NOT NULL DEFAULT 0,
    "nonFinite" BIGINT NOT NULL DEFAULT 0,
    "lastStep" BIGINT,
    "lastValue" DOUBLE PRECISION,
    "lastTimeMs" BIGINT,

    CONSTRAINT "metric_series_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "metric_chunk" (
    "id" BIGSERIAL NOT NULL,
    "seriesId" BIGINT NOT NULL,
    "segment" INTEGER NOT NULL DEFAULT 0,
    "count" INTEGER NOT NULL,
    "firstStep" BIGINT NOT NULL,
    "lastStep" BIGINT NOT NULL,
    "steps" BYTEA NOT NULL,
    "values" BYTEA NOT NULL,
    "times" BYTEA NOT NULL,
    "digest" BYTEA NOT NULL,

    CONSTRAINT "metric_chunk_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ingest_usage" (
    "tokenId" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "points" BIGINT NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "requests" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "ingest_usage_pkey" PRIMARY KEY ("tokenId","day")
);

-- CreateTable
CREATE TABLE "rollout" (
    "id" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "externalId" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "groupKey" TEXT NOT NULL,
    "split" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "versionId" UUID,
    "outcome" TEXT NOT NULL,
    "tier" TEXT,
    "score" DOUBLE PRECISION,
    "reward" DOUBLE PRECISION NOT NULL,
    "parts" JSONB NOT NULL,
    "tokens" INTEGER,
    "turns" INTEGER,
    "durationMs" INTEGER,
    "program" TEXT,
    "trajectory" TEXT,
    "output" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rollout_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "smoke_run" (
    "id" UUID NOT NULL,
    "packId" UUID NOT NULL,
    "reward" TEXT NOT NULL,
    "control" TEXT NOT NULL,
    "seeds" INTEGER NOT NULL,
    "rollouts" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "lost" INTEGER NOT NULL DEFAULT 0,
    "leaseUntil" TIMESTAMP(3),
    "workerId" TEXT,
    "cancelRequestedAt" TIMESTAMP(3),
    "error" TEXT,
    "report" JSONB,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMP(3),
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "smoke_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_upload" (
    "id" UUID NOT NULL,
    "target" TEXT NOT NULL,
    "blob" TEXT NOT NULL,
    "filename" TEXT NOT NULL,
    "options" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'queued',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "leaseUntil" TIMESTAMP(3),
    "workerId" TEXT,
    "error" TEXT,
    "report" JSONB,
    "uploadedBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "import_upload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "saved_view" (
    "id" TEXT NOT NULL,
    "page" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "benchmark_system" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "benchmark" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "scaffold" TEXT NOT NULL,
    "hardware" TEXT,
    "hours" DOUBLE PRECISION,
    "gradings" INTEGER,
    "feedback" TEXT NOT NULL,
    "leakageNoted" BOOLEAN NOT NULL DEFAULT false,
    "note" TEXT NOT NULL DEFAULT '',
    "trainingRunId" UUID,
    "packId" UUID,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "benchmark_system_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "benchmark_report" (
    "id" UUID NOT NULL,
    "systemId" UUID NOT NULL,
    "importId" UUID,
    "filename" TEXT NOT NULL,
    "runGroup" TEXT,
    "sha256" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "benchmark_report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "benchmark_result" (
    "id" UUID NOT NULL,
    "systemId" UUID NOT NULL,
    "reportId" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "competition" TEXT NOT NULL,
    "score" DOUBLE PRECISION,
    "goldThreshold" DOUBLE PRECISION,
    "silverThreshold" DOUBLE PRECISION,
    "bronzeThreshold" DOUBLE PRECISION,
    "medianThreshold" DOUBLE PRECISION,
    "lowerIsBetter" BOOLEAN,
    "submissionExists" BOOLEAN NOT NULL,
    "validSubmission" BOOLEAN NOT NULL,
    "tier" TEXT NOT NULL,
    "humanRank" DOUBLE PRECISION,

    CONSTRAINT "benchmark_result_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "adjudication" (
    "id" UUID NOT NULL,
    "resultId" UUID NOT NULL,
    "decision" TEXT NOT NULL,
    "tier" TEXT,
    "reason" TEXT NOT NULL,
    "actorId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "adjudication_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "advisory_versionId_idx" ON "advisory"("versionId");

-- CreateIndex
CREATE INDEX "notice_userId_readAt_idx" ON "notice"("userId", "readAt");

-- CreateIndex
CREATE UNIQUE INDEX "training_experiment_name_key" ON "training_experiment"("name");

-- CreateIndex
CREATE INDEX "training_run_experimentId_createdAt_idx" ON "training_run"("experimentId", "createdAt");

-- CreateIndex
CREATE INDEX "training_run_packId_idx" ON "training_run"("packId");

-- CreateIndex
CREATE UNIQUE INDEX "metric_series_runId_key_key" ON "metric_series"("runId", "key");

-- CreateIndex
CREATE INDEX "metric_chunk_seriesId_id_idx" ON "metric_chunk"("seriesId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "metric_chunk_seriesId_digest_key" ON "metric_chunk"("seriesId", "digest");

-- CreateIndex
CREATE INDEX "rollout_runId_step_idx" ON "rollout"("runId", "step");

-- CreateIndex
CREATE INDEX "rollout_versionId_idx" ON "rollout"("versionId");

-- CreateIndex
CREATE UNIQUE INDEX "rollout_runId_externalId_key" ON "rollout"("runId", "externalId");

-- CreateIndex
CREATE INDEX "smoke_run_packId_idx" ON "smoke_run"("packId");

-- CreateIndex
CREATE INDEX "saved_view_page_createdBy_idx" ON "saved_view"("page", "createdBy");

-- CreateIndex
CREATE UNIQUE INDEX "benchmark_system_benchmark_name_key" ON "benchmark_system"("benchmark", "name");

-- CreateIndex
CREATE UNIQUE INDEX "benchmark_report_systemId_sha256_key" ON "benchmark_report"("systemId", "sha256");

-- CreateIndex
CREATE INDEX "benchmark_result_systemId_competition_idx" ON "benchmark_result"("systemId", "competition");

-- CreateIndex
CREATE UNIQUE INDEX "benchmark_result_reportId_ordinal_key" ON "benchmark_result"("reportId", "ordinal");

-- CreateIndex
CREATE INDEX "adjudication_resultId_createdAt_idx" ON "adjudication"("resultId", "createdAt");

-- AddForeignKey
ALTER TABLE "advisory" ADD CONSTRAINT "advisory_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_run" ADD CONSTRAINT "training_run_experimentId_fkey" FOREIGN KEY ("experimentId") REFERENCES "training_experiment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_run" ADD CONSTRAINT "training_run_packId_fkey" FOREIGN KEY ("packId") REFERENCES "pack"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_run" ADD CONSTRAINT "training_run_importId_fkey" FOREIGN KEY ("importId") REFERENCES "import_upload"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_run" ADD CONSTRAINT "training_run_smokeRunId_fkey" FOREIGN KEY ("smokeRunId") REFERENCES "smoke_run"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_param" ADD CONSTRAINT "training_param_runId_fkey" FOREIGN KEY ("runId") REFERENCES "training_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_tag" ADD CONSTRAINT "training_tag_runId_fkey" FOREIGN KEY ("runId") REFERENCES "training_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_artefact" ADD CONSTRAINT "training_artefact_runId_fkey" FOREIGN KEY ("runId") REFERENCES "training_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "metric_series" ADD CONSTRAINT "metric_series_runId_fkey" FOREIGN KEY ("runId") REFERENCES "training_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "metric_chunk" ADD CONSTRAINT "metric_chunk_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "metric_series"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollout" ADD CONSTRAINT "rollout_runId_fkey" FOREIGN KEY ("runId") REFERENCES "training_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rollout" ADD CONSTRAINT "rollout_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "version"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "smoke_run" ADD CONSTRAINT "smoke_run_packId_fkey" FOREIGN KEY ("packId") REFERENCES "pack"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "benchmark_system" ADD CONSTRAINT "benchmark_system_trainingRunId_fkey" FOREIGN KEY ("trainingRunId") REFERENCES "training_run"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "benchmark_system" ADD CONSTRAINT "benchmark_system_packId_fkey" FOREIGN KEY ("packId") REFERENCES "pack"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "benchmark_report" ADD CONSTRAINT "benchmark_report_systemId_fkey" FOREIGN KEY ("systemId") REFERENCES "benchmark_system"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "benchmark_report" ADD CONSTRAINT "benchmark_report_importId_fkey" FOREIGN KEY ("importId") REFERENCES "import_upload"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "benchmark_result" ADD CONSTRAINT "benchmark_result_systemId_fkey" FOREIGN KEY ("systemId") REFERENCES "benchmark_system"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "benchmark_result" ADD CONSTRAINT "benchmark_result_reportId_fkey" FOREIGN KEY ("reportId") REFERENCES "benchmark_report"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "adjudication" ADD CONSTRAINT "adjudication_resultId_fkey" FOREIGN KEY ("resultId") REFERENCES "benchmark_result"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- Closed lists; a test compares them with lib/domain.
ALTER TABLE "advisory" ADD CONSTRAINT advisory_severity CHECK (severity IN ('notice','defect','leak'));
ALTER TABLE "notice" ADD CONSTRAINT notice_kind CHECK (kind IN ('advisory'));
ALTER TABLE "training_run" ADD CONSTRAINT training_run_source CHECK (source IN ('mlflow','import','smoke'));
ALTER TABLE "training_run" ADD CONSTRAINT training_run_status CHECK (status IN ('running','scheduled','finished','failed','killed'));
ALTER TABLE "training_run" ADD CONSTRAINT training_run_reward_table CHECK ("rewardTable" IS NULL OR "rewardTable" IN ('paper','released','sparse'));
ALTER TABLE "rollout" ADD CONSTRAINT rollout_split CHECK (split IN ('train','validation','sibling','held-out'));
ALTER TABLE "rollout" ADD CONSTRAINT rollout_outcome CHECK (outcome IN ('scored','invalid','failed','timeout','infra'));
ALTER TABLE "rollout" ADD CONSTRAINT rollout_tier CHECK (tier IS NULL OR tier IN ('fail','below','median','bronze','silver','gold'));
ALTER TABLE "smoke_run" ADD CONSTRAINT smoke_run_reward CHECK (reward IN ('dense','sparse'));
ALTER TABLE "smoke_run" ADD CONSTRAINT smoke_run_control CHECK (control IN ('none','shuffled'));
ALTER TABLE "smoke_run" ADD CONSTRAINT smoke_run_status CHECK (status IN ('queued','running','succeeded','failed','cancelled'));
ALTER TABLE "smoke_run" ADD CONSTRAINT smoke_run_size CHECK (seeds BETWEEN 1 AND 10 AND rollouts BETWEEN 32 AND 16384);
ALTER TABLE "import_upload" ADD CONSTRAINT import_upload_target CHECK (target IN ('training','results'));
ALTER TABLE "import_upload" ADD CONSTRAINT import_upload_status CHECK (status IN ('queued','reading','read','failed'));
ALTER TABLE "saved_view" ADD CONSTRAINT saved_view_page CHECK (page IN ('training','results','environments'));
ALTER TABLE "benchmark_system" ADD CONSTRAINT benchmark_system_benchmark CHECK (benchmark IN ('mle-bench-lite','mle-dojo'));
ALTER TABLE "benchmark_system" ADD CONSTRAINT benchmark_system_method CHECK (method IN ('base','sft','rl','sft-rl'));
ALTER TABLE "benchmark_system" ADD CONSTRAINT benchmark_system_feedback CHECK (feedback IN ('none','format','validation-score','held-out-score','unknown'));
ALTER TABLE "benchmark_result" ADD CONSTRAINT benchmark_result_tier CHECK (tier IN ('fail','below','median','bronze','silver','gold'));
ALTER TABLE "adjudication" ADD CONSTRAINT adjudication_decision CHECK (decision IN ('included','zeroed','excluded','rescored'));
ALTER TABLE "adjudication" ADD CONSTRAINT adjudication_tier CHECK ((decision = 'rescored') = (tier IS NOT NULL) AND (tier IS NULL OR tier IN ('fail','below','median','bronze','silver','gold')));

-- Packed columns are read whole and do not compress well: no time is spent on trying.
ALTER TABLE "metric_chunk" ALTER COLUMN "steps" SET STORAGE EXTERNAL, ALTER COLUMN "values" SET STORAGE EXTERNAL, ALTER COLUMN "times" SET STORAGE EXTERNAL;

CREATE TRIGGER advisory_append_only BEFORE UPDATE OR DELETE ON "advisory" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER advisory_no_truncate BEFORE TRUNCATE ON "advisory" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rollout_append_only BEFORE UPDATE OR DELETE ON "rollout" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rollout_no_truncate BEFORE TRUNCATE ON "rollout" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER benchmark_report_append_only BEFORE UPDATE OR DELETE ON "benchmark_report" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER benchmark_report_no_truncate BEFORE TRUNCATE ON "benchmark_report" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER benchmark_result_append_only BEFORE UPDATE OR DELETE ON "benchmark_result" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER benchmark_result_no_truncate BEFORE TRUNCATE ON "benchmark_result" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER adjudication_append_only BEFORE UPDATE OR DELETE ON "adjudication" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER adjudication_no_truncate BEFORE TRUNCATE ON "adjudication" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
