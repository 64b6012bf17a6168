import { RemoveRobotDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';

export const command = defineCommand({
  arguments: [{ name: 'ID', does: 'Identifier of the robot, from gati robot list' }],
  options: {},
  about: 'Removes a machine account and ends its keys within five seconds. What it published stays; its name is not given again.',
  examples: [['gati robot remove 0f9d…', 'Remove a robot']],
  run: async ({ client, output }, { arguments: [id = ''] }) => {
    const { removeRobot } = await client.mutate(RemoveRobotDocument, { input: { id } });
    output.result({ id, handle: removeRobot!.robot.handle }, `Removed @${removeRobot!.robot.handle}.`);
  },
});
