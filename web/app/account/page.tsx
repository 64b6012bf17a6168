import { accountPage } from './account-page.tsx';
import { Profile } from '#web/features/keep-account/profile.tsx';
import { ProfilePage } from '#web/features/keep-account/queries.ts';
import { signOut } from '#web/features/sign-in/actions.ts';

export default async function Page() {
  return accountPage({
    tab: 'profile',
    path: '/account',
    title: 'Account',
    description: 'Your handle, your address, and what waits for your answer.',
    document: ProfilePage,
    show: (viewer, failures) => <Profile viewer={viewer} failures={failures} signOut={signOut} />,
  });
}
