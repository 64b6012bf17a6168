-- AlterTable
ALTER TABLE "namespaces"."artifact_grant" ADD COLUMN     "granted_by" UUID NOT NULL;
