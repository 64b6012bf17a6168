import { SearchDocument, type ArtifactType, type SearchInput, type SearchSort } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { columns, oneLine } from '../console/format.ts';

const types = ['MODULE', 'PLUGIN', 'MODEL', 'AGENT', 'TEMPLATE', 'SNAPSHOT'] as const satisfies readonly ArtifactType[];
const sorts = ['RELEVANCE', 'DOWNLOADS', 'STARS', 'UPDATED', 'CREATED'] as const satisfies readonly SearchSort[];

function oneOf<T extends string>(text: string, all: readonly T[], option: string): T {
  const found = all.find((value) => value === text.toUpperCase());
  if (!found) throw new UsageError(`«${text}» is no value of ${option}.`, `Write one of: ${all.join(', ').toLowerCase()}`);
  return found;
}

function countOf(text: string | undefined, option: string, [least, most]: readonly [number, number]): number | undefined {
  if (text === undefined) return undefined;
  const count = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (!(count >= least && count <= most)) throw new UsageError(`«${text}» is no value of ${option}.`, `Write a number from ${least} to ${most}.`);
  return count;
}

export const command = defineCommand({
  arguments: [{ name: 'TEXT', does: 'Words to find in name, description, keywords and README', isOptional: true, isMany: true }],
  options: {
    type: { type: 'string', value: 'TYPE', multiple: true, does: 'Only module, plugin, model, agent, template or snapshot' },
    language: { type: 'string', value: 'NAME', multiple: true, does: 'Only this programming language' },
    capability: { type: 'string', value: 'NAME', multiple: true, does: 'Only what declares this capability, for example db' },
    license: { type: 'string', value: 'SPDX', multiple: true, does: 'Only this license' },
    namespace: { type: 'string', value: '@NS', multiple: true, does: 'Only this publisher' },
    tag: { type: 'string', value: 'LABEL', multiple: true, does: 'Only what carries this label' },
    gati: { type: 'string', value: 'VERSION', does: 'Only what works with this version of Gati' },
    'min-score': { type: 'string', value: 'N', does: 'Only this security score or better, 0 to 100' },
    verified: { type: 'boolean', does: 'Only verified publishers' },
    sort: { type: 'string', value: 'ORDER', does: 'relevance, downloads, stars, updated or created' },
    limit: { type: 'string', value: 'N', does: 'How many hits, 1 to 100; default 20' },
    after: { type: 'string', value: 'CURSOR', does: 'Go on after this cursor, from endCursor of an earlier page' },
  },
  about: 'Searches what you may see. Filters of different kinds must all hold, several of one kind are alternatives.',
  examples: [
    ['gati search session token', 'Find by words; typing errors are forgiven'],
    ['gati search --type model --sort downloads --limit 5', 'The five most installed models'],
    ['gati search queue --namespace @acme --json', 'For a program'],
  ],
  run: async ({ client, output }, { arguments: words, options }) => {
    const minScore = countOf(options['min-score'], '--min-score', [0, 100]);
    const filters: Partial<Record<keyof SearchInput, readonly string[]>> = {
      types: options.type.map((text) => oneOf(text, types, '--type')),
      languages: options.language,
      capabilities: options.capability,
      licenses: options.license,
      namespaces: options.namespace.map((namespace) => namespace.replace(/^@/, '')),
      tags: options.tag,
    };
    const query = {
      ...Object.fromEntries(Object.entries(filters).filter(([, values]) => values.length > 0)),
      ...(words.length > 0 ? { text: words.join(' ') } : {}),
      ...(options.gati === undefined ? {} : { gati: options.gati }),
      ...(minScore === undefined ? {} : { minScore }),
      ...(options.verified ? { verifiedOnly: true } : {}),
      ...(options.sort === undefined ? {} : { sort: oneOf(options.sort, sorts, '--sort') }),
    } as SearchInput;
    const { search } = await client.query(
      SearchDocument,
      { query, first: countOf(options.limit, '--limit', [1, 100]) ?? 20, ...(options.after === undefined ? {} : { after: options.after }) },
      { onPartial: ({ message }) => output.note(message) },
    );
    const found = search!;
    const artifacts = found.edges.map(({ node: { artifact } }) => artifact);
    const rows = artifacts.map(({ name, type, description, downloads, stars, latest }) => [
      name,
      latest?.version ?? '–',
      type.toLowerCase(),
      `↓ ${downloads.total}`,
      `★ ${stars}`,
      latest?.scan?.score === undefined || latest.scan.score === null ? '' : `score ${latest.scan.score}`,
      oneLine(description ?? '', 70),
    ]);
    output.result(
      { totalCount: found.totalCount, totalCountIsExact: found.totalCountIsExact, didYouMean: found.didYouMean ?? null, pageInfo: found.pageInfo, artifacts },
      rows.length > 0 ? columns(rows) : 'Nothing was found.',
    );
    if (found.didYouMean) output.note(`Did you mean: ${found.didYouMean}?`);
    if (!output.isJson && found.pageInfo.hasNextPage)
      output.note(`${found.totalCountIsExact ? '' : 'More than '}${found.totalCount} hits; the next page: --after ${found.pageInfo.endCursor}`);
  },
});
