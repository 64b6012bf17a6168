import { CreateApiKeyDocument, type ApiKeyScope } from '@gati/sdk';
import { parseHandle } from '@gati/identifiers';
import { defineCommand } from '../command-line/command.ts';
import { UsageError } from '../command-line/usage-error.ts';

const scopes: ReadonlyMap<string, ApiKeyScope> = new Map([['read', 'READ'], ['publish', 'PUBLISH'], ['admin', 'ADMIN']]); // prettier-ignore
const dayMs = 24 * 60 * 60 * 1_000;

const parseScope = (text: string): ApiKeyScope => {
  const scope = scopes.get(text.toLowerCase());
  if (!scope) throw new UsageError(`«${text}» is not a scope.`, `Write one of: ${[...scopes.keys()].join(', ')}`);
  return scope;
};

/** `90d` from now, or a day or instant. */
function parseExpiry(text: string, now: Date): string {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  const instant = days === undefined ? new Date(text) : new Date(now.getTime() + Number(days) * dayMs);
  if (Number.isNaN(instant.getTime()) || instant <= now)
    throw new UsageError(`«${text}» is not a time to come.`, 'Write a number of days (90d) or a date (2027-01-31).');
  return instant.toISOString();
}

export const command = defineCommand({
  arguments: [{ name: 'NAME', does: 'What to call the key, for example ci' }],
  options: {
    scope: { type: 'string', value: 'SCOPE', multiple: true, does: 'What it may do: read, publish, admin; default read' },
    namespace: { type: 'string', value: '@NS', multiple: true, does: 'Limit it to this namespace' },
    artifact: { type: 'string', value: 'PATTERN', multiple: true, does: 'Limit it to artifacts by name or pattern, like @acme/auth or @acme/web-*' },
    robot: { type: 'string', value: 'ID', does: 'Make it for a robot of an organization that you manage' },
    expires: { type: 'string', value: 'WHEN', does: 'When it stops working: days (90d) or a date' },
  },
  about: 'Makes an API key for a program and prints its secret, which is shown this once. Your own rights still apply to it.',
  examples: [
    ['gati token create ci --scope publish --namespace @acme --expires 90d', 'A key with which a build may publish to @acme for 90 days'],
    ['GATI_TOKEN=$(gati token create mirror) gati install', 'Use a new key at once'],
  ],
  run: async ({ client, output, now }, { arguments: [name = ''], options }) => {
    const input = {
      name,
      scopes: options.scope.length > 0 ? options.scope.map(parseScope) : (['READ'] as ApiKeyScope[]),
      ...(options.namespace.length > 0 ? { namespaces: options.namespace.map((handle) => parseHandle(handle, 'namespace')) } : {}),
      ...(options.artifact.length > 0 ? { artifacts: [...options.artifact] } : {}),
      ...(options.robot === undefined ? {} : { robot: options.robot }),
      ...(options.expires === undefined ? {} : { expiresAt: parseExpiry(options.expires, now()) }),
    };
    const { createApiKey } = await client.mutate(CreateApiKeyDocument, { input });
    const { secret, apiKey } = createApiKey!;
    output.note('The secret is shown this once; keep it like a password.');
    output.result(
      {
        id: apiKey.id,
        name: apiKey.name,
        scopes: apiKey.scopes,
        namespaces: apiKey.namespaces.map(({ handle }) => `@${handle}`),
        artifacts: options.artifact,
        expiresAt: apiKey.expiresAt ?? null,
        secret,
      },
      secret,
    );
  },
});
