import type { Clock } from '@gati/clock';
import type { Audit, EmitIn, Tables } from '../ports.ts';
import { lockArtifact, recomputeLatest } from '../recompute-latest.ts';
import { pushTargets } from '../repository/push-targets.ts';
import { versionRows } from '../repository/version-rows.ts';

/**
 * Takes published versions out of service, with the reason that readers meet, in the transaction of whoever found it: a participant of «key.revoked» and of later findings.
 * What is quarantined already keeps its reason; what was never published stays as it is.
 */
export const quarantineVersions =
  ({ emitIn, audit, clock }: { readonly emitIn: EmitIn; readonly audit: Audit; readonly clock: Clock }) =>
  async (tables: Tables, versionIds: readonly string[], reason: string): Promise<void> => {
    const emit = emitIn(tables);
    // Always in the same order, so that two of these never wait for each other.
    const artifactIds = [...new Set((await versionRows(tables).byIds(versionIds)).map(({ artifactId }) => artifactId))].toSorted();
    for (const artifactId of artifactIds) {
      await lockArtifact(tables, artifactId);
      const served = (await versionRows(tables).byIds(versionIds)).filter(
        (version) => version.artifactId === artifactId && !version.unpublishedAt && (version.status === 'published' || version.status === 'yanked'),
      );
      if (served.length === 0) continue;
      await versionRows(tables).changeStatus(
        served.map(({ id }) => id),
        { status: 'quarantined', statusReason: reason },
      );
      await recomputeLatest(tables, artifactId, clock());
      const [artifact] = await pushTargets(tables).byIds([artifactId]);
      for (const { id: versionId, version, status } of served) {
        await emit('version.statusChanged', { artifactId, versionId });
        await audit.record(tables, {
          actor: 'registry',
          action: 'version.quarantine',
          subject: `${artifact?.name}@${version}`,
          details: { before: status, reason },
        });
      }
    }
  };
