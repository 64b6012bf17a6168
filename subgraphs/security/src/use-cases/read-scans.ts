import type { Dependencies } from '../ports.ts';
import { billsOfMaterials, findings, scans, type FindingPosition, type ScanRow } from '../repository.ts';
import type { IdentifiedFinding } from '../rules/findings.ts';

export interface BillSummary {
  readonly digest: string;
  readonly format: string;
  readonly documentDigest: string;
  readonly componentCount: number;
}

/** What scans have found, each question one query for all that is asked at once. No rights are decided here. */
export const readScans = ({ tables }: Pick<Dependencies, 'tables'>) => ({
  /** The newest scan of each version; absent before the first one. */
  newestScans: async (versionIds: readonly string[]): Promise<ReadonlyMap<string, ScanRow>> =>
    new Map((await scans(tables).newestOf(versionIds)).map((scan) => [scan.versionId, scan])),

  /** By digest of the contents. */
  billsOfMaterials: async (digests: readonly string[]): Promise<ReadonlyMap<string, BillSummary>> =>
    new Map((await billsOfMaterials(tables).ofDigests(digests)).map((bill) => [bill.digest, bill])),

  /** Most severe first. */
  findingsPage: (scanId: string, after: FindingPosition | null, limit: number): Promise<readonly IdentifiedFinding[]> =>
    findings(tables).page(scanId, after, limit),

  /** The score of each version's newest scan that ended with one. */
  scoresOf: async (versionIds: readonly string[]): Promise<ReadonlyMap<string, number>> => {
    const ended = await scans(tables).newestOf(versionIds, ['clean', 'findings', 'malicious']);
    return new Map(ended.flatMap(({ versionId, score }) => (score === null ? [] : [[versionId, score]])));
  },
});
