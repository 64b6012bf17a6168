import type { FactsFor, Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import type { EventStream } from '@gati/event-stream';
import type { ArtifactName, SemanticVersion } from '@gati/identifiers';
import { followState } from '../follow-state.ts';
import type { Tables } from '../ports.ts';
import type { IsStillValid } from '../read-ports.ts';
import { createReader } from '../reader.ts';
import { indexing, type IndexingState } from '../repository/indexing.ts';

export interface FollowIndexing {
  readonly artifact: ArtifactName;
  readonly version: SemanticVersion;
  /** Sequence of the last state received before a reconnect; null for none. */
  readonly after: number | null;
}

interface Dependencies {
  readonly tables: Tables;
  readonly factsFor: FactsFor;
  readonly clock: Clock;
  readonly isStillValid: IsStillValid;
  readonly events: Pick<EventStream, 'follow'>;
  readonly recheckEveryMs: number;
}

export const indexingTopic = (versionId: string): string => `index:${versionId}`;

/** Before anything was written: it waits for its admission. */
const waiting = (versionId: string): IndexingState => ({ versionId, sequence: 0, stage: 'admit', percent: 0, status: 'queued' });

/**
 * How far the indexing of a version has come: first the present state, then each newer one, ending after the last, and within 5 s of the caller losing the right to see it.
 * @throws NOT_FOUND alike for what is missing and hidden
 */
export const followIndexing =
  (dependencies: Dependencies) =>
  async (principal: Principal, { artifact, version, after }: FollowIndexing): Promise<AsyncIterableIterator<IndexingState>> => {
    const { tables, isStillValid, events, recheckEveryMs } = dependencies;
    // A reader of its own each time: what it knows must be what is so now.
    const find = async () => {
      const reader = createReader(dependencies)(principal);
      const found = await reader.artifactNamed(artifact);
      return found && reader.select(found, version);
    };
    const found = await find();
    if (!found) throw new RegistryError('NOT_FOUND', { reference: `${artifact}@${version}` });

    return followState({
      news: (signal) => events.follow(indexingTopic(found.id), signal),
      read: async () => {
        const [isValid, seen] = await Promise.all([isStillValid(principal), find()]);
        if (!isValid || seen?.id !== found.id) return null;
        return (await indexing(tables).find(found.id)) ?? waiting(found.id);
      },
      sequenceOf: ({ sequence }) => sequence,
      isTerminal: ({ status }) => status === 'done' || status === 'failed',
      after,
      recheckEveryMs,
    });
  };
