-- AlterTable
ALTER TABLE "namespaces"."audit_entry" ADD COLUMN     "address" TEXT,
ADD COLUMN     "namespace_id" UUID;

-- CreateTable
CREATE TABLE "namespaces"."audit_place" (
    "entry_id" BIGINT NOT NULL,
    "seal_sequence" BIGINT,

    CONSTRAINT "audit_place_pkey" PRIMARY KEY ("entry_id")
);

-- CreateTable
CREATE TABLE "namespaces"."audit_seal" (
    "sequence" BIGINT NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL,
    "entry_count" INTEGER NOT NULL,
    "previous" BYTEA NOT NULL,
    "head" BYTEA NOT NULL,
    "mac" BYTEA NOT NULL,

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("sequence")
);

-- CreateIndex
CREATE INDEX "audit_place_seal_sequence_entry_id_idx" ON "namespaces"."audit_place"("seal_sequence", "entry_id");

-- CreateIndex
CREATE INDEX "audit_entry_namespace_id_id_idx" ON "namespaces"."audit_entry"("namespace_id", "id");

-- CreateIndex
CREATE INDEX "audit_entry_actor_id_id_idx" ON "namespaces"."audit_entry"("actor_id", "id");

-- CreateIndex
CREATE INDEX "audit_entry_action_id_idx" ON "namespaces"."audit_entry"("action", "id");

-- What was written before gets the namespace that its subject begins with, once, and is sealed with the first batch.
ALTER TABLE "namespaces"."audit_entry" DISABLE TRIGGER "audit_entry_is_append_only";
UPDATE "namespaces"."audit_entry" e SET "namespace_id" = n."id"
  FROM "namespaces"."namespace" n WHERE n."handle" = substring(e."subject" from '^@([a-z0-9-]+)');
ALTER TABLE "namespaces"."audit_entry" ENABLE TRIGGER "audit_entry_is_append_only";
INSERT INTO "namespaces"."audit_place" ("entry_id") SELECT "id" FROM "namespaces"."audit_entry";

-- Every entry waits for the sealer, whoever wrote it.
CREATE FUNCTION "namespaces"."await_audit_seal"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "namespaces"."audit_place" ("entry_id") VALUES (NEW."id");
  RETURN NULL;
END
$$;

CREATE TRIGGER "audit_entry_awaits_seal" AFTER INSERT ON "namespaces"."audit_entry"
  FOR EACH ROW EXECUTE FUNCTION "namespaces"."await_audit_seal"();

-- A sealed batch stays as it is.
CREATE TRIGGER "audit_seal_is_append_only" BEFORE UPDATE OR DELETE ON "namespaces"."audit_seal"
  FOR EACH ROW EXECUTE FUNCTION "namespaces"."refuse_audit_change"();

CREATE TRIGGER "audit_seal_is_not_truncated" BEFORE TRUNCATE ON "namespaces"."audit_seal"
  FOR EACH STATEMENT EXECUTE FUNCTION "namespaces"."refuse_audit_change"();

-- The place of an entry is written once.
CREATE TRIGGER "audit_place_is_kept" BEFORE DELETE OR UPDATE ON "namespaces"."audit_place"
  FOR EACH ROW WHEN (OLD."seal_sequence" IS NOT NULL) EXECUTE FUNCTION "namespaces"."refuse_audit_change"();

CREATE TRIGGER "audit_place_is_not_truncated" BEFORE TRUNCATE ON "namespaces"."audit_place"
  FOR EACH STATEMENT EXECUTE FUNCTION "namespaces"."refuse_audit_change"();
