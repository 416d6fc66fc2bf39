-- Expand: a seed keeps how its columns are filled, and can be measured again; that is an upload of its own files.
ALTER TABLE "seed" ADD COLUMN "profile" JSONB;
ALTER TABLE "seed_upload" ADD COLUMN "seedId" UUID;
ALTER TABLE "seed_upload" ADD CONSTRAINT "seed_upload_seedId_fkey" FOREIGN KEY ("seedId") REFERENCES "seed"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "seed_upload_seedId_idx" ON "seed_upload"("seedId");
