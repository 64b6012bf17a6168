import { parseHandle } from '@gati/identifiers';
import { RemoveMemberDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';

export const command = defineCommand({
  arguments: [
    { name: '@NS', does: 'Organization' },
    { name: 'HANDLE', does: 'Member' },
  ],
  options: {},
  about: 'Ends a membership with all its rights, at once; with your own handle you leave. The last owner cannot go.',
  examples: [['gati org remove @acme ada', 'Remove a member']],
  run: async ({ client, output }, { arguments: [organization = '', who = ''] }) => {
    const [namespace, handle] = [parseHandle(organization, '@NS'), parseHandle(who, 'HANDLE')];
    await client.mutate(RemoveMemberDocument, { input: { namespace, handle } });
    output.result({ namespace: `@${namespace}`, handle }, `@${handle} is no member of @${namespace} any more.`);
  },
});
