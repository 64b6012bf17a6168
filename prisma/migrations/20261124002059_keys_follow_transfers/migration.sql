-- AlterTable
ALTER TABLE "artifacts"."manifest" ADD COLUMN     "admitted_in" UUID;

-- AlterTable
ALTER TABLE "security"."signing_key" ADD COLUMN     "carried_from_id" UUID;

-- CreateIndex
CREATE INDEX "manifest_admitted_in_idx" ON "artifacts"."manifest"("admitted_in");

-- CreateIndex
CREATE INDEX "signing_key_carried_from_id_idx" ON "security"."signing_key"("carried_from_id");


-- Admitted in the namespace whose handle the artifact bore at that time: the first name that it lost afterwards, else its present one.
UPDATE "artifacts"."manifest" m SET "admitted_in" = coalesce(
  (SELECT n."id" FROM "artifacts"."former_name" f JOIN "namespaces"."namespace" n ON f."name" LIKE '@' || n."handle" || '/%'
   WHERE f."artifact_id" = m."artifact_id" AND f."released_at" >= m."admitted_at" ORDER BY f."released_at" LIMIT 1),
  (SELECT a."namespace_id" FROM "artifacts"."artifact" a WHERE a."id" = m."artifact_id")
) WHERE m."admitted_at" IS NOT NULL;

-- Copies of keys that went with artifacts so far come from whichever namespace has the key as its own.
UPDATE "security"."signing_key" c SET "carried_from_id" = (
  SELECT k."id" FROM "security"."signing_key" k
  WHERE k."fingerprint" = c."fingerprint" AND k."id" <> c."id" AND k."registered_at" < c."registered_at" ORDER BY k."registered_at" LIMIT 1
) WHERE c."revocation_reason" = 'it came with a transferred artifact and counts for what it signed before';
