import { isRegistryRefusal, SignOutDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';

export const command = defineCommand({
  arguments: [],
  options: {},
  about: 'Ends the sign-in at the registry, so that its tokens count no more, and forgets it here.',
  examples: [['gati logout', 'Sign out']],
  run: async ({ registry, output, logins, settings, client }) => {
    const login = await logins.read(registry);
    if (settings.token !== undefined) output.note('GATI_TOKEN is set; it is not ended by this. Revoke an API key with: gati token revoke ID');
    if (login && settings.token === undefined) {
      try {
        await client.mutate(SignOutDocument, {});
      } catch (error) {
        if (!isRegistryRefusal(error)) throw error;
        // Forgotten here in any case; the registry ends it by itself when the tokens lapse.
        if (error.code !== 'UNAUTHENTICATED') output.note(`The registry could not be told: ${error.message}`);
      }
    }
    await logins.write(registry, null);
    output.result({ registry, signedOut: login !== null }, login ? `Signed out of ${registry}.` : `Nobody was signed in to ${registry}.`);
  },
});
