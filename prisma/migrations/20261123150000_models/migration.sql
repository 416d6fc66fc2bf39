-- Expand: connections to model providers, and the ledger of requests to them.
-- CreateTable
CREATE TABLE "connection" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "baseUrl" TEXT NOT NULL,
    "sealedKey" TEXT,
    "keyHint" TEXT,
    "structuredOutput" TEXT NOT NULL DEFAULT 'none',
    "allowPrivate" BOOLEAN NOT NULL DEFAULT false,
    "prices" JSONB NOT NULL DEFAULT '{}',
    "capMicroUsd" BIGINT,
    "models" TEXT[],
    "checkStatus" TEXT NOT NULL DEFAULT 'unchecked',
    "checkMessage" TEXT,
    "checkedAt" TIMESTAMP(3),
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabledAt" TIMESTAMP(3),

    CONSTRAINT "connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "exchange" (
    "id" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "candidateId" UUID NOT NULL,
    "connectionId" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "repair" INTEGER NOT NULL,
    "turn" INTEGER NOT NULL,
    "try" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'reserved',
    "model" TEXT NOT NULL,
    "promptHash" TEXT NOT NULL,
    "requestHash" TEXT NOT NULL,
    "requestBlob" TEXT NOT NULL,
    "responseBlob" TEXT,
    "copiedFrom" UUID,
    "reservedMicroUsd" BIGINT NOT NULL,
    "costMicroUsd" BIGINT NOT NULL DEFAULT 0,
    "inputTokens" INTEGER,
    "outputTokens" INTEGER,
    "finishReason" TEXT,
    "latencyMs" INTEGER,
    "httpStatus" INTEGER,
    "error" TEXT,
    "attempt" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "exchange_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "connection_name_key" ON "connection"("name");

-- CreateIndex
CREATE INDEX "exchange_runId_idx" ON "exchange"("runId");

-- CreateIndex
CREATE INDEX "exchange_requestHash_idx" ON "exchange"("requestHash");

-- CreateIndex
CREATE INDEX "exchange_connectionId_status_idx" ON "exchange"("connectionId", "status");

-- CreateIndex
CREATE UNIQUE INDEX "exchange_candidateId_role_repair_turn_try_key" ON "exchange"("candidateId", "role", "repair", "turn", "try");

-- AddForeignKey
ALTER TABLE "exchange" ADD CONSTRAINT "exchange_runId_fkey" FOREIGN KEY ("runId") REFERENCES "run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exchange" ADD CONSTRAINT "exchange_candidateId_fkey" FOREIGN KEY ("candidateId") REFERENCES "candidate"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "exchange" ADD CONSTRAINT "exchange_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "connection"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



ALTER TABLE "connection" ADD CONSTRAINT connection_kind CHECK (kind IN ('openai-compatible','anthropic'));
ALTER TABLE "connection" ADD CONSTRAINT connection_structured_output CHECK ("structuredOutput" IN ('json-schema','json-object','none'));
ALTER TABLE "connection" ADD CONSTRAINT connection_check CHECK ("checkStatus" IN ('unchecked','checking','ok','failed'));
ALTER TABLE "connection" ADD CONSTRAINT connection_cap CHECK ("capMicroUsd" IS NULL OR "capMicroUsd" >= 0);
ALTER TABLE "exchange" ADD CONSTRAINT exchange_status CHECK (status IN ('reserved','answered','failed','lost'));
ALTER TABLE "exchange" ADD CONSTRAINT exchange_role CHECK (role IN ('data-strategist','ml-developer','mlops-engineer','technical-writer'));
ALTER TABLE "exchange" ADD CONSTRAINT exchange_cost CHECK ("costMicroUsd" >= 0 AND "reservedMicroUsd" >= 0);

-- What was spent cannot be rewritten: a settled exchange is final, and none is deleted.
CREATE FUNCTION keep_exchange() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.status <> 'reserved' THEN
    RAISE EXCEPTION 'a settled exchange is final' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exchange_final BEFORE UPDATE OR DELETE ON "exchange" FOR EACH ROW EXECUTE FUNCTION keep_exchange();
CREATE TRIGGER exchange_no_truncate BEFORE TRUNCATE ON "exchange" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
