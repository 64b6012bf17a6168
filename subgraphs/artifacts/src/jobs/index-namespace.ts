import { defineJob } from '@gati/jobs';
import { z } from 'zod';

interface Dependencies {
  /** The artifacts of a namespace that follow an id, by id; fewer than a page is the last. */
  readonly artifactIdsOf: (namespaceId: string, after: string | null) => Promise<readonly string[]>;
  readonly indexDocument: (artifactId: string) => Promise<void>;
}

/** Brings the search documents of all artifacts of a namespace to what is shown of it now; running twice ends the same. */
export const indexNamespace = defineJob({
  name: 'artifacts.index-namespace',
  payload: z.object({ namespaceId: z.uuid() }),
  dedupeKey: ({ namespaceId }) => namespaceId,
  attempts: 12,
  priority: 5,
  run: async ({ namespaceId }, { artifactIdsOf, indexDocument }: Dependencies, { signal }) => {
    let after: string | null = null;
    for (;;) {
      const ids: readonly string[] = await artifactIdsOf(namespaceId, after);
      if (ids.length === 0) return;
      for (const id of ids) {
        signal.throwIfAborted();
        await indexDocument(id);
      }
      after = ids.at(-1)!;
    }
  },
});
