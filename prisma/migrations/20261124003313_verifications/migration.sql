-- CreateTable
CREATE TABLE "namespaces"."verification" (
    "id" UUID NOT NULL,
    "namespace_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "location" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "subject_id" TEXT,
    "requested_by" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "failure" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "checked_at" TIMESTAMPTZ(3),
    "verified_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "next_check_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "namespaces"."verification_event" (
    "id" BIGSERIAL NOT NULL,
    "verification_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL,
    "failure" TEXT,

    CONSTRAINT "verification_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "verification_namespace_id_ended_at_idx" ON "namespaces"."verification"("namespace_id", "ended_at");

-- CreateIndex
CREATE INDEX "verification_next_check_at_idx" ON "namespaces"."verification"("next_check_at");

-- CreateIndex
CREATE INDEX "verification_event_verification_id_idx" ON "namespaces"."verification_event"("verification_id");

-- AddForeignKey
ALTER TABLE "namespaces"."verification_event" ADD CONSTRAINT "verification_event_verification_id_fkey" FOREIGN KEY ("verification_id") REFERENCES "namespaces"."verification"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What became of a proof stays written.
CREATE TRIGGER "verification_event_is_append_only" BEFORE UPDATE OR DELETE ON "namespaces"."verification_event"
  FOR EACH ROW EXECUTE FUNCTION "namespaces"."refuse_audit_change"();
