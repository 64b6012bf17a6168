import type { Principal } from '@gati/authority';
import { RegistryError, type FieldFault } from '@gati/errors';
import type { SearchIndex, SuggestedText } from '@gati/search-index';
import type { ReadableScopes } from '../read-ports.ts';

interface Dependencies {
  readonly searchIndex: Pick<SearchIndex, 'suggest'>;
  readonly readableScopes: ReadableScopes;
}

const prefixLengthMax = 100;
const limitMax = 20;

/** Completions of what was typed, made of nothing but what the caller may see. @throws VALIDATION_FAILED for a prefix of none or more than 100 characters, or a limit beyond 20 */
export const suggest =
  ({ searchIndex, readableScopes }: Dependencies) =>
  async (principal: Principal, { prefix, limit }: { readonly prefix: string; readonly limit: number }): Promise<readonly SuggestedText[]> => {
    const fields: FieldFault[] = [];
    if (prefix.length < 1 || prefix.length > prefixLengthMax)
      fields.push({ path: 'prefix', message: `has ${prefix.length} characters`, fix: `Type 1 to ${prefixLengthMax}.` });
    if (limit < 1 || limit > limitMax) fields.push({ path: 'limit', message: `${limit} is not a number of completions`, fix: `Ask for 1 to ${limitMax}.` });
    if (fields.length > 0) throw new RegistryError('VALIDATION_FAILED', { fields });
    return searchIndex.suggest(prefix, limit, await readableScopes(principal));
  };
