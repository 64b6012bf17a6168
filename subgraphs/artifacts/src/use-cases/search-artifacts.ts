import type { Principal } from '@gati/authority';
import type { Clock } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { pageSizeMax, type PageArguments } from '@gati/pagination';
import type { SearchIndex, SearchResult } from '@gati/search-index';
import type { ReadableScopes } from '../read-ports.ts';
import { parseSearch, type SearchRequest } from '../rules/search-input.ts';

interface Dependencies {
  readonly searchIndex: Pick<SearchIndex, 'search'>;
  readonly readableScopes: ReadableScopes;
  readonly clock: Clock;
}

/**
 * Finds artifacts: everything public, what is private in namespaces where the caller may read, and what was granted to it alone. The scopes are part of the query itself, so that counts, facets and cursors know nothing else.
 * @throws VALIDATION_FAILED for a filter that breaks a rule, a page size above 100, or a cursor of another search
 */
export const searchArtifacts =
  ({ searchIndex, readableScopes, clock }: Dependencies) =>
  async (principal: Principal, request: SearchRequest, { first, after }: PageArguments): Promise<SearchResult & { readonly tookMs: number }> => {
    const startedAt = clock().getTime();
    const query = parseSearch(request);
    const size = first ?? 20;
    if (size < 1 || size > pageSizeMax)
      throw new RegistryError('VALIDATION_FAILED', {
        fields: [{ path: 'first', message: `${size} is not a page size`, fix: `Ask for 1 to ${pageSizeMax} items.` }],
      });
    const scopes = await readableScopes(principal);
    const result = await searchIndex.search({ ...query, first: size, ...(after === null || after === undefined ? {} : { after }) }, scopes);
    return { ...result, tookMs: clock().getTime() - startedAt };
  };
