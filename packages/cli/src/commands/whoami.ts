import { ViewerDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { columns } from '../console/format.ts';
import { refuse } from '../refuse.ts';

export const command = defineCommand({
  arguments: [],
  options: {},
  about: 'Shows which account the registry sees, with the namespaces it belongs to. Fails when nobody is signed in.',
  examples: [
    ['gati whoami', 'Show the account'],
    ['gati whoami --json', 'The same for a program'],
  ],
  run: async ({ client, output, registry }) => {
    const { viewer } = await client.query(ViewerDocument, {}, { onPartial: ({ message }) => output.note(message) });
    if (!viewer?.account) throw refuse('UNAUTHENTICATED', `Nobody is signed in to ${registry}.`, ['Sign in: gati login']);
    const { handle, email } = viewer.account;
    const memberships = (viewer.memberships ?? []).map(({ role, namespace }) => ({ namespace: `@${namespace.handle}`, role, kind: namespace.kind }));
    output.result(
      { registry, handle, email: email ?? null, memberships },
      [
        `${output.style.bold(handle)}${email ? ` <${email}>` : ''} at ${registry}`,
        columns(memberships.map(({ namespace, role, kind }) => [`  ${namespace}`, role.toLowerCase(), kind.toLowerCase()])),
      ]
        .join('\n')
        .trimEnd(),
    );
  },
});
