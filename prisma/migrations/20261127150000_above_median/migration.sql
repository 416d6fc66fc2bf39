-- Expand: a report says by itself whether a score lies above the median. It is kept as it was said: with equal
-- thresholds a medal need not lie strictly above it, so that the tier alone could not give it back.
ALTER TABLE "benchmark_result" ADD COLUMN "aboveMedian" BOOLEAN NOT NULL;
