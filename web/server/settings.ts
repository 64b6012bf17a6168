/** Where the web server finds the registry and how it keeps sessions. The only module of the web app that reads the environment, and only when a request needs it, so one build runs anywhere. */
export interface Settings {
  /** Origin of the gateway as the web server reaches it; GraphQL is at `/graphql`. */
  readonly gatewayUrl: URL;
  /** Origin of the registry as browsers reach it. */
  readonly publicUrl: URL;
  /** Encrypts session cookies. */
  readonly sessionSecret: string;
}

let known: Settings | undefined;

/** The settings, read once.
 *  @throws an Error naming every variable that is missing or malformed */
export function settings(): Settings {
  known ??= readSettings(process.env);
  return known;
}

/** Settings from an environment: `GATI_GATEWAY_URL` (default http://127.0.0.1:4000), `PUBLIC_URL` (default the gateway's address), `NEXTAUTH_SECRET` (at least 32 characters). */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const faults: string[] = [];
  const origin = (name: string, fallback: string): URL => {
    const text = environment[name] ?? fallback;
    if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text);
    faults.push(`${name} is ${JSON.stringify(text)}; an http or https address is needed`);
    return new URL('http://invalid');
  };
  const gatewayUrl = origin('GATI_GATEWAY_URL', 'http://127.0.0.1:4000');
  const publicUrl = origin('PUBLIC_URL', gatewayUrl.origin);
  const sessionSecret = environment['NEXTAUTH_SECRET'] ?? '';
  if (sessionSecret.length < 32) faults.push('NEXTAUTH_SECRET needs at least 32 characters');
  if (faults.length > 0) throw new Error(`The web app cannot run:\n${faults.map((fault) => `- ${fault}`).join('\n')}`);
  return { gatewayUrl, publicUrl, sessionSecret };
}

/** Environment for `next build`: the present one, without the telemetry of the tools. */
export function buildEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
}
