import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { SearchDocument, SearchIndex, SearchQuery, SearchScopes } from './search-index.ts';

const nobody: SearchScopes = { namespaceIds: [], artifactIds: [] };
const acme = randomUUID();
const other = randomUUID();
const insider: SearchScopes = { namespaceIds: [acme], artifactIds: [] };

const describeArtifact = (name: string, change: Partial<SearchDocument> = {}): SearchDocument => ({
  artifactId: randomUUID(),
  revision: 1n,
  namespaceId: name.startsWith('@acme/') ? acme : other,
  visibility: 'public',
  name,
  handle: name.slice(1, name.indexOf('/')),
  type: 'MODULE',
  description: '',
  keywords: [],
  readme: '',
  license: 'MIT',
  languages: [],
  capabilities: [],
  tags: [],
  isVerified: false,
  pricing: 'FREE',
  gatiRange: null,
  score: null,
  downloadsTotal: 0,
  downloadsLastWeek: 0,
  stars: 0,
  createdAt: new Date('2026-01-01T00:00:00Z'),
  updatedAt: new Date('2026-01-01T00:00:00Z'),
  ...change,
});

const ask = (text: string, change: Partial<SearchQuery> = {}): SearchQuery => ({ text, sort: 'RELEVANCE', first: 100, ...change });

async function* stream(documents: readonly SearchDocument[]): AsyncIterable<SearchDocument> {
  yield* documents;
}

/** What every search index must hold; run once for each vendor. Each test starts by replacing everything. */
export function searchIndexContract(vendor: string, open: () => { readonly index: SearchIndex }): void {
  describe(`${vendor} as search index`, () => {
    let index: SearchIndex;
    let documents: readonly SearchDocument[] = [];
    const holding = async (...all: readonly SearchDocument[]) => {
      documents = all;
      await index.rebuild(stream(all));
    };
    const namesOf = (ids: readonly { readonly artifactId: string | null }[]) =>
      ids.map(({ artifactId }) => documents.find((document) => document.artifactId === artifactId)?.name ?? artifactId);
    const find = async (text: string, change: Partial<SearchQuery> = {}, scopes = nobody) => namesOf((await index.search(ask(text, change), scopes)).hits);
    beforeEach(() => {
      index = open().index;
    });

    describe('finds', () => {
      beforeEach(() =>
        holding(
          describeArtifact('@acme/auth', {
            description: 'Signs people in with passwords',
            keywords: ['login', 'sessions'],
            readme: 'Argon2 hashing. Authenticates users of your application.',
          }),
          describeArtifact('@other/auth-proxy', { description: 'A proxy before anything', downloadsLastWeek: 1_000_000, stars: 5_000 }),
          describeArtifact('@acme/json-web-token', { description: 'Tokens signed and checked', keywords: ['jwt'] }),
          describeArtifact('@other/lodash', { description: 'What every program needs' }),
          describeArtifact('@other/café', { description: 'Über alles: crème brûlée' }),
        ),
      );

      test('a name before everything that only mentions it, however popular that is', async () => {
        expect((await find('auth'))[0]).toBe('@acme/auth');
        expect((await find('@acme/auth'))[0]).toBe('@acme/auth');
        expect(await find('auth')).toContain('@other/auth-proxy');
      });

      test.each([
        ['the beginning of a word', 'lod', '@other/lodash'],
        ['another form of a word', 'token signing', '@acme/json-web-token'],
        ['a keyword', 'jwt', '@acme/json-web-token'],
        ['a name written as one word', 'jsonwebtoken', '@acme/json-web-token'],
        ['a name written with spaces', 'json web token', '@acme/json-web-token'],
        ['words of a README', 'argon2', '@acme/auth'],
        ['another form of a word of a README', 'authenticate user', '@acme/auth'],
        ['words without their accents', 'creme brulee', '@other/café'],
        ['words in capitals', 'LODASH', '@other/lodash'],
        ['words among words that say nothing', 'what is the lodash', '@other/lodash'],
      ])('by %s', async (_, text, name) => {
        expect(await find(text)).toContain(name);
      });

      test.each([
        ['a letter left out', 'lodsh'],
        ['a letter put in', 'loddash'],
        ['a letter mistaken', 'lodesh'],
        ['two letters swapped', 'lodahs'],
        ['two errors in a long word', 'jsonwbtokn'],
      ])('in spite of %s, and tells the right spelling', async (_, text) => {
        const result = await index.search(ask(text), nobody);
        const name = text.startsWith('js') ? '@acme/json-web-token' : '@other/lodash';
        expect(namesOf(result.hits)).toEqual([name]);
        expect(result.didYouMean).toBe(text.startsWith('js') ? 'jsonwebtoken' : 'lodash');
      });

      test('the word that was typed where there is one, also when filters leave nothing of it', async () => {
        await index.upsert([describeArtifact('@other/lodish', { type: 'MODEL' })]);
        expect(await index.search(ask('lodish', { types: ['MODULE'] }), nobody)).toMatchObject({ hits: [], totalCount: 0 });
      });

      test('what has all the words, not what has one of them', async () => {
        expect(await find('auth proxy')).toEqual(['@other/auth-proxy']);
        expect(await find('auth zebra')).toEqual([]);
      });

      test('everything for no text', async () => {
        const result = await index.search(ask('  '), nobody);
        expect(result).toMatchObject({ totalCount: 5, totalCountIsExact: true, hasNextPage: false, didYouMean: null });
        expect(result.hits).toHaveLength(5);
      });

      test('nothing for a text without any word', async () => {
        expect(await find('!?&|():*')).toEqual([]);
      });

      test('where the words stand, as HTML that is safe', async () => {
        const { hits } = await index.search(ask('argon2'), nobody);
        expect(hits[0]!.highlights).toEqual([{ field: 'readme', html: expect.stringContaining('<mark>Argon2</mark> hashing') }]);
      });
    });

    describe('of hostile texts', () => {
      beforeEach(() =>
        holding(describeArtifact('@acme/auth', { description: `<script>alert("auth")</script> & 'more' <mark>`, readme: `<img src=x onerror="auth()">` })),
      );

      test.each([
        ['10 kB', 'auth '.repeat(2_000)],
        ['one endless word', 'a'.repeat(10_000)],
        ['query syntax', "auth & !(x | 'y':*) <-> \\"],
        ['SQL', "'; drop table search.document; --"],
        ['a NUL', 'au\0th'],
        ['half a character', 'auth \ud800'],
        ['emoji', '🚀🔒'],
        ['right-to-left and joiners', '\u202e\u200dauth\u202c'],
        ['LIKE patterns', '%_\\%'],
        ['numbers of every form', '1e5 -1 0x1F ²½ 1.2.3'],
        ['only silent words', 'to be or not to be'],
      ])('%s gives an answer', async (_, text) => {
        await expect(index.search(ask(text), nobody)).resolves.toMatchObject({ totalCountIsExact: true });
        await expect(index.suggest(text, 8, nobody)).resolves.toBeInstanceOf(Array);
      });

      test('a published text cannot put markup into highlights', async () => {
        const { hits } = await index.search(ask('auth'), nobody);
        for (const { html } of hits[0]!.highlights) expect(html.replaceAll(/<\/?mark>/g, '')).not.toMatch(/[<>"']/);
        expect(hits[0]!.highlights.map(({ field }) => field)).toEqual(['name', 'description', 'readme']);
        expect(hits[0]!.highlights[1]!.html).toBe('&lt;script&gt;alert(&quot;<mark>auth</mark>&quot;)&lt;/script&gt; &amp; &#39;more&#39; &lt;mark&gt;');
      });

      test('any text at all gives an answer', () =>
        fc.assert(
          fc.asyncProperty(
            fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: fc.constantFrom(...`'":*&|!()<->\\%_ aé\0@/`), maxLength: 30 })),
            async (text) => {
              await index.search(ask(text, { languages: [text], namespaces: [text] }), nobody);
              await index.suggest(text, 5, nobody);
            },
          ),
          { numRuns: 100 },
        ));
    });

    describe('filters', () => {
      const value = fc.constantFrom('a', 'b', 'c');
      const values = fc.uniqueArray(value, { maxLength: 3 });
      const licenses = ['MIT', 'Apache-2.0', 'MIT OR Apache-2.0', null];
      const ranges = ['>=2.0.0', '^1.0.0', '>=1.0.0 <1.5.0 || 3.x', null];
      const satisfied: Readonly<Record<string, readonly (string | null)[]>> = {
        '2.0.8': [ranges[0]!, null],
        '1.2.0': [ranges[1]!, ranges[2]!, null],
        '3.1.0': [ranges[0]!, ranges[2]!, null],
      };
      const arbitraryDocument = fc.record({
        type: fc.constantFrom('MODULE', 'MODEL', 'AGENT'),
        word: fc.constantFrom('apple', 'pear'),
        languages: values,
        capabilities: values,
        tags: values,
        license: fc.constantFrom(...licenses),
        isVerified: fc.boolean(),
        pricing: fc.constantFrom('FREE', 'USAGE'),
        gatiRange: fc.constantFrom(...ranges),
        score: fc.option(fc.integer({ min: 0, max: 100 })),
        downloadsLastWeek: fc.integer({ min: 0, max: 5 }),
        stars: fc.integer({ min: 0, max: 5 }),
        day: fc.integer({ min: 1, max: 9 }),
        isPrivate: fc.boolean(),
        isAcme: fc.boolean(),
      });
      // One filter in four is set: with all of them at once nothing would be left to be compared.
      const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
      const arbitraryQuery = fc.record({
        text: fc.constantFrom('', 'apple', 'pear', 'fruit'),
        types: optional(fc.subarray(['MODULE', 'MODEL', 'AGENT'])),
        languages: optional(values),
        capabilities: optional(values),
        tags: optional(values),
        licenses: optional(fc.subarray(['MIT', 'Apache-2.0'])),
        namespaces: optional(fc.subarray(['acme', 'other'])),
        verifiedOnly: optional(fc.boolean()),
        pricing: optional(fc.subarray(['FREE', 'USAGE'])),
        gati: optional(fc.constantFrom(...Object.keys(satisfied))),
        minScore: optional(fc.integer({ min: 0, max: 100 })),
        sort: fc.constantFrom('RELEVANCE', 'DOWNLOADS', 'STARS', 'UPDATED', 'CREATED'),
      });
      type Query = typeof arbitraryQuery extends fc.Arbitrary<infer Q> ? Q : never;

      const licensesOf = ({ license }: SearchDocument) => license?.split(' OR ') ?? [];
      const fits: Readonly<Record<string, (document: SearchDocument, query: Query) => boolean>> = {
        types: ({ type }, { types }) => !types?.length || types.includes(type),
        languages: ({ languages }, query) => !query.languages?.length || query.languages.some((one) => languages.includes(one)),
        capabilities: ({ capabilities }, query) => !query.capabilities?.length || query.capabilities.some((one) => capabilities.includes(one)),
        tags: ({ tags }, query) => !query.tags?.length || query.tags.some((one) => tags.includes(one)),
        licenses: (document, query) => !query.licenses?.length || query.licenses.some((one) => licensesOf(document).includes(one)),
        namespaces: ({ handle }, { namespaces }) => !namespaces?.length || namespaces.includes(handle),
        pricing: ({ pricing }, query) => !query.pricing?.length || query.pricing.includes(pricing),
        verifiedOnly: ({ isVerified }, { verifiedOnly }) => !verifiedOnly || isVerified,
        gati: ({ gatiRange }, { gati }) => gati === undefined || satisfied[gati]!.includes(gatiRange),
        minScore: ({ score }, { minScore }) => minScore === undefined || (score !== null && score >= minScore),
        text: ({ description }, { text }) => text === '' || text === 'fruit' || description.includes(text),
      };
      const isSeen = ({ visibility, namespaceId, artifactId }: SearchDocument, { namespaceIds, artifactIds }: SearchScopes) =>
        visibility === 'public' || namespaceIds.includes(namespaceId) || artifactIds.includes(artifactId);
      const facetValues: Readonly<Record<string, (document: SearchDocument) => readonly string[]>> = {
        types: ({ type }) => [type],
        languages: ({ languages }) => languages,
        capabilities: ({ capabilities }) => capabilities,
        tags: ({ tags }) => tags,
        licenses: licensesOf,
        namespaces: ({ handle }) => [handle],
        pricing: ({ pricing }) => [pricing],
      };
      const asked = (query: Query): SearchQuery =>
        Object.fromEntries(Object.entries({ ...query, first: 100 }).filter(([, one]) => one !== undefined)) as unknown as SearchQuery;

      test('every hit satisfies every filter, nothing that satisfies them is missing, and the counts are of the same set', () =>
        fc.assert(
          fc.asyncProperty(
            fc.array(arbitraryDocument, { maxLength: 25 }),
            fc.array(arbitraryQuery, { minLength: 3, maxLength: 3 }),
            fc.constantFrom(nobody, insider),
            fc.infiniteStream(fc.boolean()),
            async (drawn, queries, insideOf, isGranted) => {
              const all = drawn.map(({ word, day, isPrivate, isAcme, ...rest }, number) =>
                describeArtifact(`@${isAcme ? 'acme' : 'other'}/thing${number}`, {
                  ...rest,
                  description: `a fruit: ${word}`,
                  visibility: isPrivate ? 'private' : 'public',
                  createdAt: new Date(Date.UTC(2026, 0, day)),
                  updatedAt: new Date(Date.UTC(2026, 1, 10 - day)),
                }),
              );
              await holding(...all);
              const scopes = { ...insideOf, artifactIds: all.filter(() => isGranted.next().value).map(({ artifactId }) => artifactId) };
              for (const query of queries) {
                const expected = all.filter((document) => isSeen(document, scopes) && Object.values(fits).every((fit) => fit(document, query)));
                const result = await index.search(asked(query), scopes);
                expect(new Set(result.hits.map(({ artifactId }) => artifactId))).toEqual(new Set(expected.map(({ artifactId }) => artifactId)));
                expect(result).toMatchObject({ totalCount: expected.length, totalCountIsExact: true, hasNextPage: false });
                for (const [field, valuesOf] of Object.entries(facetValues)) {
                  const others = all.filter(
                    (document) => isSeen(document, scopes) && Object.entries(fits).every(([name, fit]) => name === field || fit(document, query)),
                  );
                  const counts = new Map<string, number>();
                  for (const one of others.flatMap(valuesOf)) counts.set(one, (counts.get(one) ?? 0) + 1);
                  const buckets = result.facets.find((facet) => facet.field === field)?.buckets ?? [];
                  expect(new Map(buckets.map(({ value: one, count }) => [one, count]))).toEqual(counts);
                }
              }
            },
          ),
          { numRuns: 100 },
        ));

      test('pages joined by their cursors are the whole list in its order, also while other documents come and go', () =>
        fc.assert(
          fc.asyncProperty(
            fc.array(arbitraryDocument, { minLength: 1, maxLength: 20 }),
            fc.constantFrom('RELEVANCE' as const, 'DOWNLOADS' as const, 'STARS' as const, 'UPDATED' as const, 'CREATED' as const),
            fc.constantFrom('', 'fruit', 'thing'),
            fc.integer({ min: 1, max: 6 }),
            async (drawn, sort, text, first) => {
              const all = drawn.map(({ word, day, isPrivate: _, isAcme, ...rest }, number) =>
                describeArtifact(`@${isAcme ? 'acme' : 'other'}/thing${number}`, {
                  ...rest,
                  description: `a fruit: ${word}`,
                  createdAt: new Date(Date.UTC(2026, 0, day)),
                  updatedAt: new Date(Date.UTC(2026, 1, day)),
                }),
              );
              await holding(...all);
              const whole = (await index.search(ask(text, { sort }), nobody)).hits.map(({ artifactId }) => artifactId);
              const seen: string[] = [];
              const come = new Set<string>();
              for (let after: string | undefined; ;) {
                const page = await index.search(ask(text, { sort, first, ...(after === undefined ? {} : { after }) }), nobody);
                seen.push(...page.hits.map(({ artifactId }) => artifactId));
                after = page.hits.at(-1)?.cursor;
                if (!page.hasNextPage) break;
                const newcomer = describeArtifact(`@other/thing-new${come.size}`, { description: 'fruit', stars: come.size % 6 });
                come.add(newcomer.artifactId);
                await index.upsert([newcomer]);
              }
              expect(seen.filter((id) => !come.has(id))).toEqual(whole);
              expect(new Set(seen).size).toBe(seen.length);
            },
          ),
          { numRuns: 60 },
        ));

      test('a cursor of another query, or made up, is refused', async () => {
        await holding(describeArtifact('@acme/one'), describeArtifact('@acme/two'));
        const { hits } = await index.search(ask('', { first: 1 }), nobody);
        const refused = expect.objectContaining({ code: 'VALIDATION_FAILED' });
        await expect(index.search(ask('acme', { first: 1, after: hits[0]!.cursor }), nobody)).rejects.toEqual(refused);
        await expect(index.search(ask('', { sort: 'STARS', after: hits[0]!.cursor }), nobody)).rejects.toEqual(refused);
        await expect(index.search(ask('', { after: 'bm9uc2Vuc2U' }), nobody)).rejects.toEqual(refused);
        await expect(index.search(ask('', { gati: 'new' }), nobody)).rejects.toEqual(refused);
      });
    });

    describe('keeps what is private to itself', () => {
      beforeEach(() =>
        holding(
          describeArtifact('@acme/zebra', { visibility: 'private', description: 'quagga', keywords: ['okapi'], tags: ['hidden'], readme: 'giraffe' }),
          describeArtifact('@acme/horse', { description: 'open' }),
        ),
      );

      test.each(['zebra', '@acme/zebra', 'zebrra', 'quagga', 'quaga', 'okapi', 'giraffe'])(
        '%s finds nothing for a stranger, counts nothing, suggests nothing',
        async (text) => {
          expect(await index.search(ask(text), nobody)).toEqual({
            hits: [],
            hasNextPage: false,
            totalCount: 0,
            totalCountIsExact: true,
            didYouMean: null,
            facets: [],
          });
          expect(await index.suggest(text, 8, nobody)).toEqual([]);
        },
      );

      test('and shows it to those within its scope', async () => {
        expect(await find('zebra', {}, insider)).toEqual(['@acme/zebra']);
        expect(await find('zebrra', {}, insider)).toEqual(['@acme/zebra']);
        expect(namesOf(await index.suggest('zeb', 8, insider))).toEqual(['@acme/zebra']);
      });

      test('a word of something private is not told as a better spelling, also where something public begins like it', async () => {
        await index.upsert([describeArtifact('@other/zebrafish')]);
        expect(await index.search(ask('zebrra'), nobody)).toMatchObject({ hits: [], didYouMean: null });
        expect(await index.search(ask('zebrra'), insider)).toMatchObject({ didYouMean: 'zebra' });
      });

      test('facets of everything tell a stranger nothing of it', async () => {
        const { facets, totalCount } = await index.search(ask(''), nobody);
        expect(totalCount).toBe(1);
        expect(facets.map(({ field }) => field)).not.toContain('tags');
        expect(facets.find(({ field }) => field === 'namespaces')?.buckets).toEqual([{ value: 'acme', count: 1 }]);
      });
    });

    describe('completes', () => {
      beforeEach(() =>
        holding(
          describeArtifact('@acme/auth', { keywords: ['authentication'] }),
          describeArtifact('@acme/author', { downloadsLastWeek: 100, keywords: ['authentication'] }),
          describeArtifact('@authors/book'),
          describeArtifact('@other/lodash'),
        ),
      );

      test('a beginning by artifacts, namespaces and keywords, the very name first', async () => {
        expect(await index.suggest('auth', 8, nobody)).toEqual([
          { text: '@acme/auth', kind: 'ARTIFACT', artifactId: expect.any(String) },
          { text: '@acme/author', kind: 'ARTIFACT', artifactId: expect.any(String) },
          { text: '@authors/book', kind: 'ARTIFACT', artifactId: expect.any(String) },
          { text: 'authors', kind: 'NAMESPACE', artifactId: null },
          { text: 'authentication', kind: 'KEYWORD', artifactId: null },
        ]);
      });

      test.each([
        ['@acme/au', ['@acme/author', '@acme/auth']],
        ['acme/', ['@acme/author', '@acme/auth']],
        ['@authors', ['@authors/book']],
        ['lodahs', ['@other/lodash']],
        ['@other/ldash', ['@other/lodash']],
        ['nothing like it', []],
      ])('%s', async (prefix, names) => {
        const artifacts = (await index.suggest(prefix, 8, nobody)).filter(({ kind }) => kind === 'ARTIFACT');
        expect(namesOf(artifacts)).toEqual(names);
      });

      test('never more than asked for', async () => {
        for (const limit of [1, 2, 3, 4]) expect(await index.suggest('auth', limit, nobody)).toHaveLength(limit);
      });
    });

    describe('is brought up to date', () => {
      test('whatever the order in which states arrive, the newest stays', () =>
        fc.assert(
          fc.asyncProperty(
            fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 }),
            fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
            async (revisions, removals) => {
              await holding();
              const base = describeArtifact('@acme/thing');
              const states = revisions.map((revision, position) => ({ revision: BigInt(revision), isRemoved: removals[position]! }));
              for (const { revision, isRemoved } of states) {
                if (isRemoved) await index.remove([{ artifactId: base.artifactId, revision }]);
                else await index.upsert([{ ...base, revision, keywords: [`state${revision}`] }]);
              }
              const newest = states.reduce((a, b) => (a.revision > b.revision ? a : b));
              const { hits, facets } = await index.search(ask(''), nobody);
              expect(hits).toHaveLength(newest.isRemoved ? 0 : 1);
              if (newest.isRemoved) expect(facets).toEqual([]);
              else expect((await index.search(ask(`state${newest.revision}`), nobody)).hits).toHaveLength(1);
            },
          ),
          { numRuns: 100 },
        ));

      test('an older state that comes with a newer one in the same call is ignored', async () => {
        await holding();
        const base = describeArtifact('@acme/thing');
        await index.upsert([
          { ...base, revision: 5n, description: 'newest' },
          { ...base, revision: 4n, description: 'older' },
        ]);
        expect((await index.search(ask('newest'), nobody)).totalCount).toBe(1);
      });

      test('states that arrive at once leave the newest', async () => {
        await holding();
        const base = describeArtifact('@acme/thing');
        await Promise.all([3n, 9n, 1n, 7n].map((revision) => index.upsert([{ ...base, revision, description: `state${revision}` }])));
        expect((await index.search(ask('state9'), nobody)).totalCount).toBe(1);
      });

      test('a rebuild gives the same index as the changes one by one', async () => {
        const all = [
          describeArtifact('@acme/one', { keywords: ['number'], stars: 3 }),
          describeArtifact('@acme/two', { readme: 'number two', score: 90 }),
          describeArtifact('@other/three', { description: 'number three', visibility: 'private' }),
        ];
        await holding(describeArtifact('@acme/gone'));
        for (const document of all) await index.upsert([{ ...document, revision: 0n, description: 'old' }]);
        await index.upsert(all);
        const gone = (await index.search(ask('gone'), nobody)).hits;
        await index.remove(gone.map(({ artifactId }) => ({ artifactId, revision: 2n })));
        const queries = ['', 'number', 'one', 'nmber', 'gone'].map((text) => ask(text));
        const state = () => Promise.all([...queries.map((query) => index.search(query, nobody)), index.suggest('n', 8, nobody)]);
        const incremental = await state();

        expect(await index.rebuild(stream(all))).toBe(3);

        expect(await state()).toEqual(incremental);
      });

      test('a rebuild removes what is no more, mends what had drifted, and keeps what changed meanwhile', async () => {
        const kept = describeArtifact('@acme/kept');
        const drifted = describeArtifact('@acme/drifted', { revision: 99n, description: 'wrong' });
        const changed = describeArtifact('@acme/changed');
        const late = describeArtifact('@acme/late');
        await holding(kept, drifted, describeArtifact('@acme/dropped'));
        documents = [kept, drifted, changed, late];
        async function* truth(): AsyncIterable<SearchDocument> {
          yield kept;
          yield { ...drifted, revision: 3n, description: 'right' };
          await index.upsert([{ ...changed, revision: 8n, description: 'newer' }, late]);
          yield { ...changed, revision: 7n, description: 'older' };
        }

        await index.rebuild(truth());

        expect((await find('acme')).sort()).toEqual(['@acme/changed', '@acme/drifted', '@acme/kept', '@acme/late']);
        expect(await find('right')).toEqual(['@acme/drifted']);
        expect(await find('newer')).toEqual(['@acme/changed']);
      });

      test('everything can still be found while it is rebuilt', async () => {
        const all = Array.from({ length: 250 }, (_, number) => describeArtifact(`@acme/thing${number}`));
        await holding(...all);
        const counts: number[] = [];
        async function* watched(): AsyncIterable<SearchDocument> {
          for (const [number, document] of all.entries()) {
            if (number % 60 === 0) counts.push((await index.search(ask(''), nobody)).totalCount);
            yield document;
          }
        }
        await index.rebuild(watched());
        expect(new Set(counts)).toEqual(new Set([250]));
      });

      test('an index that works says so', () => expect(index.check()).resolves.toBeUndefined());
    });
  });
}
