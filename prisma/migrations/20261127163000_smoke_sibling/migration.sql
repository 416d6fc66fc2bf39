-- Expand: siblings of environments (same spec, other secret and data, own thresholds), made once for the smoke trainer.
CREATE TABLE "smoke_sibling" (
    "specSha256" TEXT NOT NULL,
    "engineVersion" TEXT NOT NULL,
    "runtimeHash" TEXT NOT NULL,
    "blob" TEXT,
    "reason" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "smoke_sibling_pkey" PRIMARY KEY ("specSha256", "engineVersion", "runtimeHash"),
    CONSTRAINT smoke_sibling_made CHECK (("blob" IS NULL) <> ("reason" IS NULL))
);
