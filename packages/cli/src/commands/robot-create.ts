import { CreateRobotDocument, type RobotRole } from '@gati/sdk';
import { parseHandle } from '@gati/identifiers';
import { defineCommand } from '../command-line/command.ts';
import { UsageError } from '../command-line/usage-error.ts';

const roles: ReadonlyMap<string, RobotRole> = new Map([['read', 'READ'], ['write', 'WRITE'], ['admin', 'ADMIN']]); // prettier-ignore

export const command = defineCommand({
  arguments: [
    { name: '@ORG', does: 'The organization' },
    { name: 'NAME', does: 'Name of the robot there, for example ci' },
  ],
  options: {
    role: { type: 'string', value: 'ROLE', does: 'What it may do: read, write, admin; default write' },
    description: { type: 'string', value: 'TEXT', does: 'What it is for' },
  },
  about: 'Makes a machine account in an organization. It works by API keys alone: gati token create NAME --robot ID.',
  examples: [['gati robot create @acme ci --description "publishes releases"', 'A robot that publishes']],
  run: async ({ client, output }, { arguments: [organization = '', name = ''], options }) => {
    const role = roles.get((options.role ?? 'write').toLowerCase());
    if (!role) throw new UsageError(`«${options.role}» is not a role of robots.`, `Write one of: ${[...roles.keys()].join(', ')}`);
    const input = { namespace: parseHandle(organization, '@ORG'), name, role, description: options.description ?? name };
    const { createRobot } = await client.mutate(CreateRobotDocument, { input });
    const { id, handle } = createRobot!.robot;
    output.result({ id, handle, role }, `Made @${handle}: ${id}`);
  },
});
