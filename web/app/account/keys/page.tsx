import { accountPage } from '../account-page.tsx';
import { Keys } from '#web/features/keep-keys/keys.tsx';
import { KeysPage } from '#web/features/keep-keys/queries.ts';

export default async function Page() {
  return accountPage({
    tab: 'keys',
    path: '/account/keys',
    title: 'Keys',
    description: 'API keys by which programs sign in as you, and the signing keys of your namespaces.',
    document: KeysPage,
    show: (viewer, failures) => <Keys viewer={viewer} failures={failures} nowMs={Date.now()} />,
  });
}
