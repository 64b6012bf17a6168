import type { EventStream } from '@gati/event-stream';
import type { SearchIndex } from '@gati/search-index';
import type { Transact } from '../ports.ts';
import { artifacts } from '../repository/artifacts.ts';
import { indexing, type IndexingStatus } from '../repository/indexing.ts';
import { searchStatesOf, type DocumentDependencies } from '../search-documents.ts';
import { indexingTopic } from './follow-indexing.ts';

export interface IndexDependencies extends DocumentDependencies {
  readonly transaction: Transact;
  readonly searchIndex: Pick<SearchIndex, 'upsert' | 'remove'>;
  readonly events: Pick<EventStream, 'publish'>;
}

/** Above every revision there can be: for what is gone and has none any more. */
const lastRevision = 2n ** 62n;

/**
 * Brings one artifact's search document to what the tables say now. The revision is raised before anything is read: of two that run at once the one that read later has the higher number,
 * and the index keeps that one. So running twice, late or out of order ends the same.
 */
export const indexDocument =
  ({ searchIndex, ...dependencies }: DocumentDependencies & Pick<IndexDependencies, 'searchIndex'>) =>
  async (artifactId: string): Promise<void> => {
    const revision = await artifacts(dependencies.tables).raiseRevision(artifactId);
    const [state] = revision === null ? [] : await searchStatesOf(dependencies, [artifactId]);
    if (state?.document) await searchIndex.upsert([state.document]);
    else await searchIndex.remove([{ artifactId, revision: state?.revision ?? lastRevision }]);
  };

/**
 * The same, and tells those who follow the indexing of its versions: those that waited when it began are found by search when it ends.
 * A version that was refused or withdrawn from service meanwhile ends as failed. @throws what the index threw; on the last attempt the waiting ones have failed
 */
export const indexArtifact =
  (dependencies: IndexDependencies) =>
  async (artifactId: string, { lastAttempt }: { readonly lastAttempt: boolean }): Promise<void> => {
    const { tables, transaction, events, clock } = dependencies;
    const advance = (versionIds: readonly string[], stage: string, percent: number, status: IndexingStatus): Promise<void> =>
      versionIds.length === 0
        ? Promise.resolve()
        : transaction(async (locked) => {
            for (const { versionId, sequence } of await indexing(locked).advance({ versionIds, stage, percent, status, at: clock() }))
              await events.publish(locked, indexingTopic(versionId), sequence);
          });

    const open = await indexing(tables).open(artifactId);
    const idsOf = (...statuses: readonly string[]): readonly string[] =>
      open.flatMap(({ versionId, versionStatus }) => (statuses.includes(versionStatus) ? [versionId] : []));
    const waiting = idsOf('published', 'yanked');
    try {
      await advance(idsOf('rejected', 'quarantined'), 'admit', 100, 'failed');
      await advance(waiting, 'index', 50, 'running');
      await indexDocument(dependencies)(artifactId);
      await advance(waiting, 'index', 100, 'done');
    } catch (error) {
      if (lastAttempt) await advance(waiting, 'index', 100, 'failed');
      throw error;
    }
  };
