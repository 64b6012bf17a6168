-- CreateEnum
CREATE TYPE "artifacts"."blob_fault" AS ENUM ('changed', 'missing');

-- CreateEnum
CREATE TYPE "artifacts"."upkeep_kind" AS ENUM ('collection', 'scrub', 'reconciliation');

-- AlterTable
ALTER TABLE "artifacts"."blob" ADD COLUMN     "set_aside_at" TIMESTAMPTZ(3),
ADD COLUMN     "set_aside_for" "artifacts"."blob_fault",
ADD COLUMN     "verified_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "artifacts"."namespace_blob" (
    "namespace_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "links" INTEGER NOT NULL,

    CONSTRAINT "namespace_blob_pkey" PRIMARY KEY ("namespace_id","digest")
);

-- CreateTable
CREATE TABLE "artifacts"."namespace_storage" (
    "namespace_id" UUID NOT NULL,
    "logical_bytes" BIGINT NOT NULL DEFAULT 0,
    "stored_bytes" BIGINT NOT NULL DEFAULT 0,
    "quota_bytes" BIGINT,

    CONSTRAINT "namespace_storage_pkey" PRIMARY KEY ("namespace_id")
);

-- CreateTable
CREATE TABLE "artifacts"."upkeep_report" (
    "id" UUID NOT NULL,
    "kind" "artifacts"."upkeep_kind" NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL,
    "counts" JSONB NOT NULL,
    "items" JSONB NOT NULL,

    CONSTRAINT "upkeep_report_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "upkeep_report_started_at_idx" ON "artifacts"."upkeep_report"("started_at");

-- CreateIndex
CREATE INDEX "blob_verified_at_idx" ON "artifacts"."blob"("verified_at");

-- Count what is there already.
INSERT INTO "artifacts"."namespace_blob" ("namespace_id", "digest", "links")
SELECT a."namespace_id", l."digest", count(*)
FROM "artifacts"."repository_blob" l JOIN "artifacts"."artifact" a ON a."id" = l."artifact_id"
GROUP BY 1, 2;

INSERT INTO "artifacts"."namespace_storage" ("namespace_id", "logical_bytes", "stored_bytes")
SELECT n."namespace_id", sum(b."size_bytes" * n."links"), sum(b."size_bytes")
FROM "artifacts"."namespace_blob" n JOIN "artifacts"."blob" b ON b."digest" = n."digest"
GROUP BY 1;
