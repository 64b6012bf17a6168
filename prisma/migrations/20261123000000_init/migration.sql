-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "artifacts";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "billing";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "namespaces";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "platform";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "search";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "security";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "timescape";

-- CreateEnum
CREATE TYPE "artifacts"."artifact_type" AS ENUM ('module', 'plugin', 'model', 'agent', 'template', 'snapshot');

-- CreateEnum
CREATE TYPE "artifacts"."visibility" AS ENUM ('public', 'private');

-- CreateEnum
CREATE TYPE "artifacts"."version_status" AS ENUM ('staged', 'published', 'yanked', 'quarantined', 'rejected');

-- CreateEnum
CREATE TYPE "artifacts"."indexing_status" AS ENUM ('queued', 'running', 'done', 'failed');

-- CreateEnum
CREATE TYPE "artifacts"."reference_kind" AS ENUM ('config', 'layer', 'manifest');

-- CreateEnum
CREATE TYPE "namespaces"."namespace_kind" AS ENUM ('user', 'organization');

-- CreateEnum
CREATE TYPE "namespaces"."member_role" AS ENUM ('owner', 'admin', 'write', 'read');

-- CreateEnum
CREATE TYPE "security"."scan_status" AS ENUM ('queued', 'running', 'clean', 'findings', 'malicious', 'failed');

-- CreateEnum
CREATE TYPE "timescape"."version_edge_kind" AS ENUM ('succession', 'branch');

-- CreateTable
CREATE TABLE "artifacts"."artifact" (
    "id" UUID NOT NULL,
    "namespace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "type" "artifacts"."artifact_type",
    "visibility" "artifacts"."visibility" NOT NULL DEFAULT 'public',
    "description" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "is_admitted" BOOLEAN NOT NULL DEFAULT false,
    "latest_version_id" UUID,
    "revision" BIGINT NOT NULL DEFAULT 0,
    "star_count" INTEGER NOT NULL DEFAULT 0,
    "download_count" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "artifact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "artifacts"."blob" (
    "digest" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "blob_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "artifacts"."repository_blob" (
    "artifact_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "repository_blob_pkey" PRIMARY KEY ("artifact_id","digest")
);

-- CreateTable
CREATE TABLE "artifacts"."upload" (
    "id" UUID NOT NULL,
    "artifact_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "upload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "artifacts"."manifest" (
    "id" UUID NOT NULL,
    "artifact_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "artifact_type" TEXT,
    "subject_digest" TEXT,
    "annotations" JSONB NOT NULL,
    "content" BYTEA NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "pushed_at" TIMESTAMPTZ(3) NOT NULL,
    "pushed_by" UUID,
    "admitted_at" TIMESTAMPTZ(3),
    "admission" JSONB,
    "rejected_at" TIMESTAMPTZ(3),
    "reject_reason" TEXT,

    CONSTRAINT "manifest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "artifacts"."manifest_reference" (
    "manifest_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "artifact_id" UUID NOT NULL,
    "kind" "artifacts"."reference_kind" NOT NULL,
    "digest" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,

    CONSTRAINT "manifest_reference_pkey" PRIMARY KEY ("manifest_id","position")
);

-- CreateTable
CREATE TABLE "artifacts"."version" (
    "id" UUID NOT NULL,
    "artifact_id" UUID NOT NULL,
    "manifest_id" UUID,
    "version" TEXT NOT NULL,
    "is_prerelease" BOOLEAN NOT NULL,
    "status" "artifacts"."version_status" NOT NULL,
    "status_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "published_at" TIMESTAMPTZ(3),
    "unpublished_at" TIMESTAMPTZ(3),
    "pushed_by" UUID,
    "digest" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "gati_manifest" JSONB NOT NULL,
    "description" TEXT,
    "license" TEXT,
    "keywords" TEXT[],
    "languages" TEXT[],
    "capabilities" TEXT[],
    "gati_range" TEXT,
    "readme" TEXT,
    "readme_html" TEXT,

    CONSTRAINT "version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "artifacts"."dependency" (
    "version_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "range" TEXT NOT NULL,

    CONSTRAINT "dependency_pkey" PRIMARY KEY ("version_id","name")
);

-- CreateTable
CREATE TABLE "artifacts"."label" (
    "artifact_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "manifest_id" UUID,
    "pending_manifest_id" UUID,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "label_pkey" PRIMARY KEY ("artifact_id","name")
);

-- CreateTable
CREATE TABLE "artifacts"."star" (
    "account_id" UUID NOT NULL,
    "artifact_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "star_pkey" PRIMARY KEY ("artifact_id","account_id")
);

-- CreateTable
CREATE TABLE "artifacts"."download_day" (
    "version_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "artifact_id" UUID NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "download_day_pkey" PRIMARY KEY ("version_id","day")
);

-- CreateTable
CREATE TABLE "artifacts"."download_seen" (
    "version_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "client" BYTEA NOT NULL,

    CONSTRAINT "download_seen_pkey" PRIMARY KEY ("version_id","day","client")
);

-- CreateTable
CREATE TABLE "artifacts"."indexing_progress" (
    "version_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "stage" TEXT NOT NULL,
    "percent" INTEGER NOT NULL,
    "status" "artifacts"."indexing_status" NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "indexing_progress_pkey" PRIMARY KEY ("version_id")
);

-- CreateTable
CREATE TABLE "billing"."pricing" (
    "artifact_id" UUID NOT NULL,
    "model" TEXT NOT NULL,
    "trial_days" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "pricing_pkey" PRIMARY KEY ("artifact_id")
);

-- CreateTable
CREATE TABLE "billing"."entitlement" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "artifact_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "granted_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "entitlement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "namespaces"."account" (
    "id" UUID NOT NULL,
    "handle" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_key" TEXT NOT NULL,
    "password_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "namespaces"."namespace" (
    "id" UUID NOT NULL,
    "handle" TEXT NOT NULL,
    "handle_key" TEXT NOT NULL,
    "kind" "namespaces"."namespace_kind" NOT NULL,
    "display_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "namespace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "namespaces"."membership" (
    "account_id" UUID NOT NULL,
    "namespace_id" UUID NOT NULL,
    "role" "namespaces"."member_role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("namespace_id","account_id")
);

-- CreateTable
CREATE TABLE "namespaces"."session" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "client_name" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "namespaces"."refresh_token" (
    "hash" BYTEA NOT NULL,
    "session_id" UUID NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "spent_at" TIMESTAMPTZ(3),

    CONSTRAINT "refresh_token_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "namespaces"."token_key" (
    "kid" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "private_encrypted" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "token_key_pkey" PRIMARY KEY ("kid")
);

-- CreateTable
CREATE TABLE "namespaces"."api_key" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "scopes" TEXT[],
    "namespace_ids" UUID[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "namespaces"."device_login" (
    "device_code_hash" BYTEA NOT NULL,
    "user_code" TEXT NOT NULL,
    "client_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "interval_seconds" INTEGER NOT NULL,
    "last_polled_at" TIMESTAMPTZ(3),
    "approved_by" UUID,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "device_login_pkey" PRIMARY KEY ("device_code_hash")
);

-- CreateTable
CREATE TABLE "namespaces"."socket_ticket" (
    "hash" BYTEA NOT NULL,
    "account_id" UUID NOT NULL,
    "session_id" UUID,
    "api_key_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "socket_ticket_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "namespaces"."audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" UUID,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    "request_id" TEXT,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "platform"."outbox_fact" (
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "emitted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_fact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "platform"."installation_fact" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "installation_fact_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "search"."document" (
    "artifact_id" UUID NOT NULL,
    "revision" BIGINT NOT NULL,
    "is_removed" BOOLEAN NOT NULL DEFAULT false,
    "written_at" BIGINT NOT NULL,
    "namespace_id" UUID NOT NULL,
    "visibility" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "keywords" TEXT[],
    "readme" TEXT NOT NULL,
    "licenses" TEXT[],
    "languages" TEXT[],
    "capabilities" TEXT[],
    "tags" TEXT[],
    "is_verified" BOOLEAN NOT NULL,
    "pricing" TEXT NOT NULL,
    "gati_range" TEXT,
    "score" INTEGER,
    "downloads_total" BIGINT NOT NULL,
    "downloads_last_week" BIGINT NOT NULL,
    "stars" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "head_words" tsvector NOT NULL,
    "all_words" tsvector NOT NULL,
    "standing" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "document_pkey" PRIMARY KEY ("artifact_id")
);

-- CreateTable
CREATE TABLE "search"."word" (
    "word" TEXT NOT NULL,

    CONSTRAINT "word_pkey" PRIMARY KEY ("word")
);

-- CreateTable
CREATE TABLE "security"."signing_key" (
    "id" UUID NOT NULL,
    "namespace_id" UUID NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "public_key_pem" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "registered_by" UUID NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revocation_reason" TEXT,

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "security"."quarantined_version" (
    "signing_key_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "quarantined_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quarantined_version_pkey" PRIMARY KEY ("signing_key_id","version_id")
);

-- CreateTable
CREATE TABLE "security"."signature" (
    "id" UUID NOT NULL,
    "artifact_id" UUID NOT NULL,
    "subject_digest" TEXT NOT NULL,
    "carrier_digest" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "predicate_type" TEXT,
    "format" TEXT NOT NULL,
    "material" JSONB,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "signer_kind" TEXT,
    "signer_subject" TEXT,
    "fingerprint" TEXT,
    "signing_key_id" UUID,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,
    "verified_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "signature_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "security"."malware_verdict" (
    "digest" TEXT NOT NULL,
    "is_malicious" BOOLEAN NOT NULL,
    "findings" JSONB NOT NULL,
    "rules_version" TEXT NOT NULL,
    "analysed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "malware_verdict_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "security"."sbom" (
    "digest" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "document_digest" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "component_count" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sbom_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "security"."scan" (
    "id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "status" "security"."scan_status" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "score" INTEGER,
    "score_reasons" JSONB NOT NULL,
    "counts" JSONB NOT NULL,
    "engines" JSONB NOT NULL,

    CONSTRAINT "scan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "security"."finding" (
    "id" TEXT NOT NULL,
    "scan_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "severity_rank" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "path" TEXT,
    "advisory" JSONB,
    "package" JSONB,
    "suggestion" TEXT,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("scan_id","id")
);

-- CreateTable
CREATE TABLE "security"."scan_progress" (
    "version_id" UUID NOT NULL,
    "artifact_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "stage" TEXT NOT NULL,
    "percent" INTEGER NOT NULL,
    "status" "security"."scan_status" NOT NULL,
    "scan_id" UUID,
    "score" INTEGER,
    "counts" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "scan_progress_pkey" PRIMARY KEY ("version_id")
);

-- CreateTable
CREATE TABLE "timescape"."version_node" (
    "version_id" UUID NOT NULL,
    "artifact_id" UUID NOT NULL,
    "version" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "line" TEXT NOT NULL,
    "gtype_hash" TEXT NOT NULL,
    "gtypes" JSONB NOT NULL,

    CONSTRAINT "version_node_pkey" PRIMARY KEY ("version_id")
);

-- CreateTable
CREATE TABLE "timescape"."version_edge" (
    "from_version_id" UUID NOT NULL,
    "to_version_id" UUID NOT NULL,
    "artifact_id" UUID NOT NULL,
    "kind" "timescape"."version_edge_kind" NOT NULL,
    "breaking" BOOLEAN NOT NULL,
    "suggested_bump" TEXT NOT NULL,

    CONSTRAINT "version_edge_pkey" PRIMARY KEY ("from_version_id","to_version_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "artifact_name_key" ON "artifacts"."artifact"("name");

-- CreateIndex
CREATE INDEX "artifact_namespace_id_updated_at_idx" ON "artifacts"."artifact"("namespace_id", "updated_at");

-- CreateIndex
CREATE INDEX "repository_blob_digest_idx" ON "artifacts"."repository_blob"("digest");

-- CreateIndex
CREATE INDEX "upload_account_id_idx" ON "artifacts"."upload"("account_id");

-- CreateIndex
CREATE INDEX "upload_artifact_id_idx" ON "artifacts"."upload"("artifact_id");

-- CreateIndex
CREATE INDEX "upload_expires_at_idx" ON "artifacts"."upload"("expires_at");

-- CreateIndex
CREATE INDEX "manifest_artifact_id_subject_digest_idx" ON "artifacts"."manifest"("artifact_id", "subject_digest");

-- CreateIndex
CREATE UNIQUE INDEX "manifest_artifact_id_digest_key" ON "artifacts"."manifest"("artifact_id", "digest");

-- CreateIndex
CREATE INDEX "manifest_reference_artifact_id_digest_idx" ON "artifacts"."manifest_reference"("artifact_id", "digest");

-- CreateIndex
CREATE INDEX "version_manifest_id_idx" ON "artifacts"."version"("manifest_id");

-- CreateIndex
CREATE INDEX "version_status_created_at_idx" ON "artifacts"."version"("status", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "version_artifact_id_version_key" ON "artifacts"."version"("artifact_id", "version");

-- CreateIndex
CREATE INDEX "dependency_name_idx" ON "artifacts"."dependency"("name");

-- CreateIndex
CREATE INDEX "label_manifest_id_idx" ON "artifacts"."label"("manifest_id");

-- CreateIndex
CREATE INDEX "label_pending_manifest_id_idx" ON "artifacts"."label"("pending_manifest_id");

-- CreateIndex
CREATE INDEX "star_account_id_idx" ON "artifacts"."star"("account_id");

-- CreateIndex
CREATE INDEX "download_day_artifact_id_day_idx" ON "artifacts"."download_day"("artifact_id", "day");

-- CreateIndex
CREATE INDEX "download_seen_day_idx" ON "artifacts"."download_seen"("day");

-- CreateIndex
CREATE UNIQUE INDEX "entitlement_account_id_artifact_id_key" ON "billing"."entitlement"("account_id", "artifact_id");

-- CreateIndex
CREATE UNIQUE INDEX "account_handle_key" ON "namespaces"."account"("handle");

-- CreateIndex
CREATE UNIQUE INDEX "account_email_key_key" ON "namespaces"."account"("email_key");

-- CreateIndex
CREATE UNIQUE INDEX "namespace_handle_key" ON "namespaces"."namespace"("handle");

-- CreateIndex
CREATE UNIQUE INDEX "namespace_handle_key_key" ON "namespaces"."namespace"("handle_key");

-- CreateIndex
CREATE INDEX "membership_account_id_idx" ON "namespaces"."membership"("account_id");

-- CreateIndex
CREATE INDEX "session_account_id_idx" ON "namespaces"."session"("account_id");

-- CreateIndex
CREATE INDEX "session_ended_at_idx" ON "namespaces"."session"("ended_at");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "namespaces"."session"("expires_at");

-- CreateIndex
CREATE INDEX "refresh_token_session_id_idx" ON "namespaces"."refresh_token"("session_id");

-- CreateIndex
CREATE INDEX "refresh_token_expires_at_idx" ON "namespaces"."refresh_token"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_secret_hash_key" ON "namespaces"."api_key"("secret_hash");

-- CreateIndex
CREATE INDEX "api_key_account_id_idx" ON "namespaces"."api_key"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "device_login_user_code_key" ON "namespaces"."device_login"("user_code");

-- CreateIndex
CREATE INDEX "device_login_expires_at_idx" ON "namespaces"."device_login"("expires_at");

-- CreateIndex
CREATE INDEX "socket_ticket_expires_at_idx" ON "namespaces"."socket_ticket"("expires_at");

-- CreateIndex
CREATE INDEX "audit_entry_at_idx" ON "namespaces"."audit_entry"("at");

-- CreateIndex
CREATE INDEX "outbox_fact_name_id_idx" ON "platform"."outbox_fact"("name", "id");

-- CreateIndex
CREATE INDEX "document_head_words_idx" ON "search"."document" USING GIN ("head_words");

-- CreateIndex
CREATE INDEX "document_all_words_idx" ON "search"."document" USING GIN ("all_words");

-- CreateIndex
CREATE INDEX "document_handle_idx" ON "search"."document"("handle");

-- CreateIndex
CREATE INDEX "document_namespace_id_idx" ON "search"."document"("namespace_id");

-- CreateIndex
CREATE INDEX "document_downloads_last_week_artifact_id_idx" ON "search"."document"("downloads_last_week", "artifact_id");

-- CreateIndex
CREATE INDEX "document_stars_artifact_id_idx" ON "search"."document"("stars", "artifact_id");

-- CreateIndex
CREATE INDEX "document_updated_at_artifact_id_idx" ON "search"."document"("updated_at", "artifact_id");

-- CreateIndex
CREATE INDEX "document_created_at_artifact_id_idx" ON "search"."document"("created_at", "artifact_id");

-- CreateIndex
CREATE INDEX "document_standing_artifact_id_idx" ON "search"."document"("standing", "artifact_id");

-- CreateIndex
CREATE UNIQUE INDEX "signing_key_namespace_id_fingerprint_key" ON "security"."signing_key"("namespace_id", "fingerprint");

-- CreateIndex
CREATE INDEX "quarantined_version_signing_key_id_published_at_version_id_idx" ON "security"."quarantined_version"("signing_key_id", "published_at", "version_id");

-- CreateIndex
CREATE INDEX "signature_signing_key_id_signed_at_idx" ON "security"."signature"("signing_key_id", "signed_at");

-- CreateIndex
CREATE UNIQUE INDEX "signature_artifact_id_subject_digest_carrier_digest_positio_key" ON "security"."signature"("artifact_id", "subject_digest", "carrier_digest", "position");

-- CreateIndex
CREATE INDEX "scan_version_id_created_at_idx" ON "security"."scan"("version_id", "created_at");

-- CreateIndex
CREATE INDEX "finding_scan_id_severity_rank_id_idx" ON "security"."finding"("scan_id", "severity_rank", "id");

-- CreateIndex
CREATE UNIQUE INDEX "version_node_artifact_id_version_key" ON "timescape"."version_node"("artifact_id", "version");

-- CreateIndex
CREATE INDEX "version_edge_artifact_id_idx" ON "timescape"."version_edge"("artifact_id");

-- AddForeignKey
ALTER TABLE "artifacts"."repository_blob" ADD CONSTRAINT "repository_blob_artifact_id_fkey" FOREIGN KEY ("artifact_id") REFERENCES "artifacts"."artifact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "artifacts"."repository_blob" ADD CONSTRAINT "repository_blob_digest_fkey" FOREIGN KEY ("digest") REFERENCES "artifacts"."blob"("digest") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "artifacts"."manifest" ADD CONSTRAINT "manifest_artifact_id_fkey" FOREIGN KEY ("artifact_id") REFERENCES "artifacts"."artifact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "artifacts"."manifest_reference" ADD CONSTRAINT "manifest_reference_manifest_id_fkey" FOREIGN KEY ("manifest_id") REFERENCES "artifacts"."manifest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "artifacts"."version" ADD CONSTRAINT "version_artifact_id_fkey" FOREIGN KEY ("artifact_id") REFERENCES "artifacts"."artifact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "artifacts"."version" ADD CONSTRAINT "version_manifest_id_fkey" FOREIGN KEY ("manifest_id") REFERENCES "artifacts"."manifest"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "artifacts"."dependency" ADD CONSTRAINT "dependency_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "artifacts"."version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "artifacts"."label" ADD CONSTRAINT "label_artifact_id_fkey" FOREIGN KEY ("artifact_id") REFERENCES "artifacts"."artifact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "artifacts"."label" ADD CONSTRAINT "label_manifest_id_fkey" FOREIGN KEY ("manifest_id") REFERENCES "artifacts"."manifest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "artifacts"."label" ADD CONSTRAINT "label_pending_manifest_id_fkey" FOREIGN KEY ("pending_manifest_id") REFERENCES "artifacts"."manifest"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "artifacts"."indexing_progress" ADD CONSTRAINT "indexing_progress_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "artifacts"."version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "namespaces"."membership" ADD CONSTRAINT "membership_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "namespaces"."account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "namespaces"."membership" ADD CONSTRAINT "membership_namespace_id_fkey" FOREIGN KEY ("namespace_id") REFERENCES "namespaces"."namespace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "namespaces"."session" ADD CONSTRAINT "session_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "namespaces"."account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "namespaces"."refresh_token" ADD CONSTRAINT "refresh_token_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "namespaces"."session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "namespaces"."api_key" ADD CONSTRAINT "api_key_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "namespaces"."account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "security"."finding" ADD CONSTRAINT "finding_scan_id_fkey" FOREIGN KEY ("scan_id") REFERENCES "security"."scan"("id") ON DELETE CASCADE ON UPDATE CASCADE;


