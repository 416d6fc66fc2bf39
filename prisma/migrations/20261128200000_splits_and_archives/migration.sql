-- Expand: benchmarks by split file (the whole of MLE-bench, the tasks of a pack), and seeds and systems that can be
-- put away.

ALTER TABLE "benchmark_system" ADD COLUMN "splitPackId" UUID;
ALTER TABLE "benchmark_system" ADD CONSTRAINT "benchmark_system_splitPackId_fkey" FOREIGN KEY ("splitPackId") REFERENCES "pack"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "benchmark_system" DROP CONSTRAINT benchmark_system_benchmark;
ALTER TABLE "benchmark_system" ADD CONSTRAINT benchmark_system_benchmark CHECK (benchmark IN ('mle-bench-lite','mle-bench','pack','mle-dojo'));
ALTER TABLE "benchmark_system" ADD CONSTRAINT benchmark_system_split CHECK ((benchmark = 'pack') = ("splitPackId" IS NOT NULL));

ALTER TABLE "benchmark_system" ADD COLUMN "archivedAt" TIMESTAMP(3);
ALTER TABLE "seed" ADD COLUMN "archivedAt" TIMESTAMP(3), ADD COLUMN "archivedBy" TEXT;
