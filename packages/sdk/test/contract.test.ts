import { readdirSync, readFileSync } from 'node:fs';
import { catalogue } from '@gati/errors';
import { parse, print, type DocumentNode } from 'graphql';
import { expect, test } from 'vitest';
import { errorCodes } from '../src/index.ts';

const root = new URL('../../../', import.meta.url);
const documentsIn = (folder: string): readonly DocumentNode[] =>
  readdirSync(new URL(folder, root))
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => parse(readFileSync(new URL(`${folder}/${name}`, root), 'utf8'), { noLocation: true }));
/** Name of an operation or fragment → its text in one spelling. */
const definitionsIn = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    documentsIn(folder).flatMap(({ definitions }) =>
      definitions.flatMap((definition) =>
        (definition.kind === 'OperationDefinition' || definition.kind === 'FragmentDefinition') && definition.name
          ? [[definition.name.value, print(definition)] as const]
          : [],
      ),
    ),
  );

test('knows every code of the catalogue and no other', () => {
  expect([...errorCodes].sort()).toEqual(Object.keys(catalogue).sort());
});

test('carries every operation of the contract that is served, as written', () => {
  const pending = new Set(JSON.parse(readFileSync(new URL('acceptance/contract/pending.json', root), 'utf8')) as string[]);
  const ours = definitionsIn('packages/sdk/src/operations');
  for (const [name, text] of definitionsIn('acceptance/contract')) {
    if (pending.has(name)) expect(ours.has(name), `${name} is pending`).toBe(false);
    else expect(ours.get(name), name).toBe(text);
  }
});

test('generated a document for every operation', async () => {
  const exported = await import('../src/index.ts');
  for (const [name, text] of definitionsIn('packages/sdk/src/operations')) {
    const key = `${name}${text.startsWith('fragment') ? 'FragmentDoc' : 'Document'}` as keyof typeof exported;
    expect(String(exported[key]), name).toContain(name);
  }
});
