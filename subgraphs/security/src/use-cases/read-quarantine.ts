import type { Dependencies } from '../ports.ts';
import { quarantinedVersions, type QuarantinePosition, type QuarantinedVersion } from '../repository.ts';

/** The versions that a key's revocation quarantined, newest first. */
export const readQuarantine = ({ tables }: Pick<Dependencies, 'tables'>) => ({
  page: (signingKeyId: string, after: QuarantinePosition | null, limit: number): Promise<readonly QuarantinedVersion[]> =>
    quarantinedVersions(tables).page(signingKeyId, after, limit),
  count: (signingKeyId: string): Promise<number> => quarantinedVersions(tables).count(signingKeyId),
});
