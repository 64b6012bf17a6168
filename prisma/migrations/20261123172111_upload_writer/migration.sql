-- AlterTable
ALTER TABLE "artifacts"."upload" ADD COLUMN     "writer_id" UUID,
ADD COLUMN     "writer_seen_at" TIMESTAMPTZ(3);
