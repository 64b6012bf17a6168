-- AlterTable
ALTER TABLE "artifacts"."version" ADD COLUMN     "deprecated_at" TIMESTAMPTZ(3),
ADD COLUMN     "deprecation_message" TEXT,
ADD COLUMN     "deprecation_successor_id" UUID;

-- CreateTable
CREATE TABLE "artifacts"."former_name" (
    "name" TEXT NOT NULL,
    "artifact_id" UUID NOT NULL,
    "released_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "former_name_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "artifacts"."transfer_offer" (
    "artifact_id" UUID NOT NULL,
    "to_namespace_id" UUID NOT NULL,
    "offered_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "transfer_offer_pkey" PRIMARY KEY ("artifact_id")
);

-- CreateTable
CREATE TABLE "namespaces"."invitation" (
    "id" UUID NOT NULL,
    "namespace_id" UUID NOT NULL,
    "role" "namespaces"."member_role" NOT NULL,
    "account_id" UUID,
    "email" TEXT,
    "email_key" TEXT,
    "invited_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "namespaces"."team" (
    "id" UUID NOT NULL,
    "namespace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "namespaces"."team_member" (
    "team_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "team_member_pkey" PRIMARY KEY ("team_id","account_id")
);

-- CreateTable
CREATE TABLE "namespaces"."artifact_grant" (
    "id" UUID NOT NULL,
    "namespace_id" UUID NOT NULL,
    "artifact_id" UUID NOT NULL,
    "account_id" UUID,
    "team_id" UUID,
    "role" "namespaces"."member_role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "artifact_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "namespaces"."handle_claim" (
    "key" TEXT NOT NULL,
    "namespace_id" UUID NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "handle_claim_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "namespaces"."former_handle" (
    "handle" TEXT NOT NULL,
    "namespace_id" UUID NOT NULL,
    "released_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "former_handle_pkey" PRIMARY KEY ("handle")
);

-- CreateIndex
CREATE INDEX "former_name_artifact_id_idx" ON "artifacts"."former_name"("artifact_id");

-- CreateIndex
CREATE INDEX "transfer_offer_to_namespace_id_idx" ON "artifacts"."transfer_offer"("to_namespace_id");

-- CreateIndex
CREATE INDEX "invitation_account_id_idx" ON "namespaces"."invitation"("account_id");

-- CreateIndex
CREATE INDEX "invitation_expires_at_idx" ON "namespaces"."invitation"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_namespace_id_account_id_key" ON "namespaces"."invitation"("namespace_id", "account_id");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_namespace_id_email_key_key" ON "namespaces"."invitation"("namespace_id", "email_key");

-- CreateIndex
CREATE UNIQUE INDEX "team_namespace_id_name_key" ON "namespaces"."team"("namespace_id", "name");

-- CreateIndex
CREATE INDEX "team_member_account_id_idx" ON "namespaces"."team_member"("account_id");

-- CreateIndex
CREATE INDEX "artifact_grant_account_id_idx" ON "namespaces"."artifact_grant"("account_id");

-- CreateIndex
CREATE INDEX "artifact_grant_team_id_idx" ON "namespaces"."artifact_grant"("team_id");

-- CreateIndex
CREATE UNIQUE INDEX "artifact_grant_artifact_id_account_id_key" ON "namespaces"."artifact_grant"("artifact_id", "account_id");

-- CreateIndex
CREATE UNIQUE INDEX "artifact_grant_artifact_id_team_id_key" ON "namespaces"."artifact_grant"("artifact_id", "team_id");

-- CreateIndex
CREATE INDEX "handle_claim_namespace_id_idx" ON "namespaces"."handle_claim"("namespace_id");

-- CreateIndex
CREATE INDEX "former_handle_namespace_id_idx" ON "namespaces"."former_handle"("namespace_id");

-- AddForeignKey
ALTER TABLE "artifacts"."former_name" ADD CONSTRAINT "former_name_artifact_id_fkey" FOREIGN KEY ("artifact_id") REFERENCES "artifacts"."artifact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "artifacts"."transfer_offer" ADD CONSTRAINT "transfer_offer_artifact_id_fkey" FOREIGN KEY ("artifact_id") REFERENCES "artifacts"."artifact"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "namespaces"."team_member" ADD CONSTRAINT "team_member_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "namespaces"."team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "namespaces"."artifact_grant" ADD CONSTRAINT "artifact_grant_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "namespaces"."team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Every handle that is given is claimed for good.
INSERT INTO "namespaces"."handle_claim" ("key", "namespace_id", "claimed_at") SELECT "handle_key", "id", "created_at" FROM "namespaces"."namespace";
