/** Prints the public API schema: composes `subgraphs/<name>/schema.graphql` and writes `gateway/api.graphql`, what clients see and code generators read.
 *  `node tools/print-api-schema.ts` writes it; with `--check` it exits 1 where the committed file differs. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { composeServices } from '@apollo/composition';
import { parse, printSchema } from 'graphql';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = join(root, 'gateway/api.graphql');
const notice = '# Written by tools/print-api-schema.ts from subgraphs/*/schema.graphql: the API as clients see it. Change it there.\n\n';

/** The public API schema as SDL, from the subgraph schemas in their present state.
 *  @throws with every composition error when they do not compose */
export function apiSchema(): string {
  const services = readdirSync(join(root, 'subgraphs'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => ({ name, url: `http://${name}.invalid/graphql`, typeDefs: parse(readFileSync(join(root, 'subgraphs', name, 'schema.graphql'), 'utf8')) }));
  const { errors, schema } = composeServices(services);
  if (errors?.length || !schema) throw new Error(`The subgraphs do not compose:\n${(errors ?? []).map(({ message }) => `- ${message}`).join('\n')}`);
  return `${notice}${printSchema(schema.toAPISchema().toGraphQLJSSchema())}\n`;
}

if (import.meta.main) {
  const wanted = apiSchema();
  if (!process.argv.includes('--check')) writeFileSync(file, wanted);
  else if (readFileSync(file, 'utf8') !== wanted) {
    console.error('gateway/api.graphql is not what the subgraphs compose to; run: node tools/print-api-schema.ts');
    process.exitCode = 1;
  }
}
