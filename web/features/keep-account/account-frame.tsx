/** The pages of an account, in the order of their tabs. */
const tabs = [
  ['profile', '/account', 'Profile'],
  ['security', '/account/security', 'Security'],
  ['keys', '/account/keys', 'Keys'],
] as const;

export type AccountTab = (typeof tabs)[number][0];

/** What stands above every page of an account. */
export function AccountFrame({ tab, handle, children }: { tab: AccountTab; handle: string; children: React.ReactNode }) {
  return (
    <div className="grid gap-5">
      <header className="grid gap-1">
        <h1>Account</h1>
        <p className="mono quiet">@{handle}</p>
        <nav aria-label="Account" className="tabs">
          <ul>
            {tabs.map(([name, path, word]) => (
              <li key={name}>
                <a href={path} aria-current={name === tab ? 'page' : undefined} data-palette={`Account, ${word.toLowerCase()}`}>
                  {word}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      {children}
    </div>
  );
}
