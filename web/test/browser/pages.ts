/** Every page in every state it can be in. */
export interface KnownPage {
  /** Page and state. */
  readonly name: string;
  readonly path: string;
  /** Who looks; nobody where it is left out. */
  readonly as?: string;
  readonly status?: number;
  /** A text that only this state shows. */
  readonly shows: string;
}

export const pages: readonly KnownPage[] = [
  { name: 'home, ready', path: '/', shows: 'Sessions and tokens for Gati apps.' },
  { name: 'home, signed in', path: '/', as: 'ada', shows: '@ada' },
  { name: 'search, ready', path: '/search', shows: '18 artifacts' },
  { name: 'search, narrowed', path: '/search?q=auth&type=module&sort=stars', shows: '2 artifacts' },
  { name: 'search, misspelt', path: '/search?q=ouath', shows: 'Did you mean' },
  { name: 'search, empty', path: '/search?q=nothing-like-this&license=MIT', shows: 'Nothing fits' },
  { name: 'search, refused', path: '/search?q=refuse', shows: 'RATE_LIMITED' },
  { name: 'artifact, ready', path: '/@acme/auth', shows: 'gati install @acme/auth' },
  { name: 'artifact, signed in', path: '/@acme/auth', as: 'ada', shows: '@ada' },
  { name: 'artifact, another version', path: '/@acme/auth?version=lts', shows: 'lts is 2.4.1' },
  { name: 'artifact, no such version', path: '/@acme/auth?version=9.9.9', shows: 'No version fits' },
  { name: 'artifact, partial', path: '/@states/partial', shows: 'could not be read' },
  { name: 'artifact, nothing known', path: '/@states/bare', shows: 'not measured' },
  { name: 'artifact, unpublished', path: '/@states/unpublished', shows: 'Nothing of it is published yet' },
  { name: 'artifact, quarantined', path: '/@states/quarantined?version=1.0.1', shows: 'Quarantined.' },
  { name: 'artifact, yanked', path: '/@acme/auth?version=2.2.0', shows: 'Yanked.' },
  { name: 'artifact, deprecated', path: '/@k/token-auth', shows: 'Deprecated.' },
  { name: 'artifact, staged', path: '/@ada/fresh?version=1.0.0', as: 'ada', shows: 'Staged.' },
  { name: 'artifact, private', path: '/@ada/secret', as: 'ada', shows: 'private' },
  {
    name: 'artifact, long names',
    path: '/@states/a-name-that-is-as-long-as-names-get-in-lists-and-headers-and-still-has-to-fit-on-a-small-phone',
    shows: 'three hundred characters',
  },
  { name: 'artifact, refused', path: '/@states/refused', shows: 'RATE_LIMITED' },
  { name: 'artifact, private to a stranger', path: '/@ada/secret', status: 404, shows: 'nothing that you may see' },
  { name: 'artifact, not found', path: '/@acme/none', status: 404, shows: 'nothing that you may see' },
  { name: 'versions, ready', path: '/@acme/auth/versions', shows: '29 versions, newest first' },
  { name: 'versions, second page', path: '/@states/many/versions?after=NDA', shows: 'Newest versions' },
  { name: 'versions, empty', path: '/@states/unpublished/versions', shows: 'No version is here yet' },
  { name: 'dependencies, ready', path: '/@acme/auth/dependencies', shows: '3 artifacts come along' },
  { name: 'dependencies, none', path: '/@acme/db/dependencies', shows: 'needs no other artifact' },
  { name: 'dependencies, conflict', path: '/@states/conflict/dependencies', shows: 'DEPENDENCY_CONFLICT' },
  { name: 'manifest, ready', path: '/@acme/auth/manifest', shows: 'OCI reference' },
  { name: 'security, clean', path: '/@acme/db/security', shows: 'Nothing was found' },
  { name: 'security, findings', path: '/@states/vulnerable/security', shows: 'GHSA-xvch-5gv4-984h' },
  { name: 'security, partial', path: '/@states/partial/security', shows: 'The scan could not be read' },
  { name: 'security, not scanned', path: '/@states/bare/security', shows: 'Not scanned yet' },
  { name: 'live, done', path: '/@ada/done/live?version=1.0.0', shows: 'Published; 3 findings' },
  { name: 'live, waiting', path: '/@ada/fresh/live?version=1.0.0', as: 'ada', shows: 'Waiting for a signature' },
  { name: 'live, not found', path: '/@ada/fresh/live?version=1.0.0', status: 404, shows: 'nothing that you may see' },
  { name: 'publisher, ready', path: '/@acme', shows: 'last proved on' },
  { name: 'publisher, partial', path: '/@lab', shows: 'The signing keys could not be read' },
  { name: 'publisher, empty', path: '/@grace', shows: 'has published nothing yet' },
  { name: 'publisher, not found', path: '/@nobody', status: 404, shows: 'nothing that you may see' },
  { name: 'sign in', path: '/login', shows: 'No account yet?' },
  { name: 'sign up', path: '/signup', shows: 'At least 10 characters.' },
  { name: 'device', path: '/device?code=BDWP-HQPK', as: 'ada', shows: 'Approve as @ada' },
  { name: 'account', path: '/account', as: 'ada', shows: 'ci of acme' },
  { name: 'account, new', path: '/account', as: 'grace', shows: 'No key yet' },
  { name: 'documentation', path: '/docs', shows: 'Never run bare npx gati' },
  { name: 'documentation, signed in', path: '/docs', as: 'ada', shows: 'gati keys generate --register @ada' },
  { name: 'error codes', path: '/errors', shows: 'VERSION_QUARANTINED' },
  { name: 'error code', path: '/errors/VERSION_EXISTS', shows: 'Publish the change under a higher version.' },
  { name: 'error code, unknown', path: '/errors/NONE_SUCH', status: 404, shows: 'nothing that you may see' },
];
