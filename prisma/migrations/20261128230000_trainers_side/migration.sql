-- Expand: what can be put away and brought back, data sets of runs, and logged models.

ALTER TABLE "training_experiment" ADD COLUMN "archivedAt" TIMESTAMP(3);
ALTER TABLE "training_run" ADD COLUMN "archivedAt" TIMESTAMP(3);

CREATE TABLE "training_dataset" (
    "runId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "sourceType" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "schema" TEXT,
    "profile" TEXT,
    "tags" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "training_dataset_pkey" PRIMARY KEY ("runId","name","digest")
);
ALTER TABLE "training_dataset" ADD CONSTRAINT "training_dataset_runId_fkey" FOREIGN KEY ("runId") REFERENCES "training_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "logged_model" (
    "id" TEXT NOT NULL,
    "experimentId" INTEGER NOT NULL,
    "runId" UUID,
    "name" TEXT NOT NULL,
    "modelType" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'pending',
    "params" JSONB NOT NULL DEFAULT '{}',
    "tags" JSONB NOT NULL DEFAULT '{}',
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT clock_timestamp(),
    "updatedAt" TIMESTAMP(3) NOT NULL DEFAULT clock_timestamp(),
    "archivedAt" TIMESTAMP(3),

    CONSTRAINT "logged_model_pkey" PRIMARY KEY ("id"),
    CONSTRAINT logged_model_status CHECK (status IN ('pending','ready','failed'))
);
CREATE INDEX "logged_model_experimentId_createdAt_idx" ON "logged_model"("experimentId", "createdAt");
CREATE INDEX "logged_model_runId_idx" ON "logged_model"("runId");
ALTER TABLE "logged_model" ADD CONSTRAINT "logged_model_experimentId_fkey" FOREIGN KEY ("experimentId") REFERENCES "training_experiment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "logged_model" ADD CONSTRAINT "logged_model_runId_fkey" FOREIGN KEY ("runId") REFERENCES "training_run"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TABLE "model_output" (
    "runId" UUID NOT NULL,
    "modelId" TEXT NOT NULL,
    "step" BIGINT NOT NULL,

    CONSTRAINT "model_output_pkey" PRIMARY KEY ("runId","modelId")
);
ALTER TABLE "model_output" ADD CONSTRAINT "model_output_runId_fkey" FOREIGN KEY ("runId") REFERENCES "training_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "model_output" ADD CONSTRAINT "model_output_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "logged_model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
