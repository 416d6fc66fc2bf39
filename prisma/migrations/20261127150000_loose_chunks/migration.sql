-- Expand: which metrics have small chunks to merge, and which word the latest value is when it is no number.
ALTER TABLE "metric_series" ADD COLUMN "looseChunks" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "lastNonFinite" TEXT;
ALTER TABLE "metric_series" ADD CONSTRAINT metric_series_non_finite CHECK ("lastNonFinite" IS NULL OR "lastNonFinite" IN ('NaN','Infinity','-Infinity'));
-- The reconciler looks every few seconds; almost no metric is in here. The number is COMPACT_AT.
CREATE INDEX "metric_series_loose_idx" ON "metric_series"("runId") WHERE "looseChunks" >= 128;
