import { isAbsolute, join } from 'node:path';
import type { Environment } from './environment.ts';
import { ratesByDefault, type Rates } from './rates.ts';
import { variables, type ValueOf, type VariableName } from './variables.ts';

export type ProcessKind = 'all-in-one' | 'gateway' | 'subgraph' | 'worker' | 'migrate';
export type SubgraphName = 'artifacts' | 'namespaces' | 'security' | 'billing' | 'timescape';

/** Everything that can be set, with the defaults in place. */
export interface Settings {
  /** The port to listen on; null where the process decides (a subgraph or worker without PORT). */
  readonly port: number | null;
  readonly host: string;
  /** Origin without a slash at its end. */
  readonly publicUrl: string;
  readonly isLoopback: boolean;
  readonly trustProxy: readonly string[];
  /** null leaves the web server out. */
  readonly webPort: number | null;
  readonly dataFolder: string;
  /** null: made in the data folder. */
  readonly secret: string | null;
  readonly admins: readonly string[];
  readonly hasDemo: boolean;
  readonly contentUrl: string | null;
  /** The CDN in front of the registry; null: none. */
  readonly cdn: { readonly purgeUrl: string; readonly purgeToken: string | null } | null;
  /** What one caller may have in a minute at each HTTP door. */
  readonly rates: Rates;
  readonly socketsPerAddress: number;
  readonly connectionsPerAddress: number;
  /** What each namespace may store, in bytes; null: without a limit. */
  readonly quotaBytes: number | null;
  /** Where blobs are kept; null: in the data folder. */
  readonly s3: S3Settings | null;
  /** null: cache and limits in memory, news over PostgreSQL. */
  readonly redisUrl: string | null;
  /** The mail server; null: the outbox folder. */
  readonly smtpUrl: string | null;
  /** What mails come from; null: registry@ and the host of the registry. */
  readonly mailFrom: string | null;
  /** Providers that people can sign in with. */
  readonly oauth: Readonly<Partial<Record<OAuthProviderName, OAuthSettings>>>;
  /** CI services whose tokens count for trusted publishing, beside GitHub and GitLab. */
  readonly ciIssuers: readonly string[];
  /** Networks that may be asked for what users name although they are not public. */
  readonly fetchAllow: readonly string[];
  /** Name servers for what users name; null: those of the system. */
  readonly dnsServers: readonly string[] | null;
  /** null: the embedded cluster. */
  readonly databaseUrl: string | null;
  /** null: found in node_modules; off: not used. */
  readonly trivyPath: string | 'off' | null;
  readonly trivyDbRepository: string | null;
  /** Only those that run elsewhere. */
  readonly subgraphUrls: Readonly<Partial<Record<SubgraphName, string>>>;
  readonly supergraphPath: string | null;
  readonly traceEndpoint: string | null;
}

/** A bucket and the key for it. */
export interface S3Settings {
  readonly endpoint: string;
  /** null: clients do not reach the service. */
  readonly publicEndpoint: string | null;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export type OAuthProviderName = 'github' | 'google';

/** The application that is registered with a provider. */
export interface OAuthSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** null: the provider itself. */
  readonly issuer: string | null;
}

interface SettingsFault {
  readonly variable: string;
  readonly found: string;
  readonly allowed: string;
}

/** Everything that is wrong with the settings, at once. */
export class SettingsError extends Error {
  readonly faults: readonly SettingsFault[];
  constructor(faults: readonly SettingsFault[]) {
    super(
      `These settings cannot be used:\n${faults.map(({ variable, found, allowed }) => `  ${variable}: found ${found}; must be ${allowed}`).join('\n')}\nEvery setting is described in .env.example.`,
    );
    this.name = 'SettingsError';
    this.faults = faults;
  }
}

/** The command's own, which the server meets and ignores. */
const ignored = new Set(['GATI_TOKEN', 'GATI_REGISTRY', 'GATI_ID_TOKEN']);
const secrets = new Set([
  'GATI_SECRET',
  'GATI_CDN_PURGE_TOKEN',
  'DATABASE_URL',
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'S3_SECRET_ACCESS_KEY',
  'TYPESENSE_API_KEY',
  'SMTP_URL',
  'REDIS_URL',
  'GITHUB_CLIENT_SECRET',
  'GOOGLE_CLIENT_SECRET',
]);
const loopback = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

/**
 * Judges all settings together.
 * @param process  subgraphs and workers take PORT from the process's environment alone: several of them share one `.env`
 * @param projectFolder  what relative paths are relative to
 * @throws SettingsError with every fault: malformed values, unknown names in `.env`, unknown names that begin with GATI_
 */
export function readSettings(
  { fromProcess, fromFile }: Environment,
  { process, projectFolder }: { readonly process: ProcessKind; readonly projectFolder: string },
): Settings {
  const faults: SettingsFault[] = [];
  const names = new Set([...Object.keys(fromFile), ...Object.keys(fromProcess).filter((name) => name.startsWith('GATI_'))]);
  for (const name of names) {
    if (!(name in variables) && !ignored.has(name))
      faults.push({ variable: name, found: 'a name that means nothing here', allowed: 'one of those in .env.example' });
  }

  const value = <N extends VariableName>(name: N): ValueOf<N> | null => {
    const isOwnPort = name === 'PORT' && (process === 'subgraph' || process === 'worker');
    const found = (fromProcess[name] || (isOwnPort ? '' : fromFile[name])) ?? '';
    if (found === '') return null;
    const { parse, allowed } = variables[name];
    const parsed = parse(found);
    if (parsed === null) faults.push({ variable: name, found: secrets.has(name) ? `${found.length} characters that are not shown` : `«${found}»`, allowed });
    return parsed as ValueOf<N> | null;
  };
  const path = (text: string): string => (isAbsolute(text) ? text : join(projectFolder, text));

  for (const name of Object.keys(variables) as VariableName[]) if (variables[name].allowed.startsWith('left out')) value(name);
  const host = value('HOST') ?? '127.0.0.1';
  const isLoopback = loopback.has(host);
  const port = value('PORT');
  const publicUrl = value('PUBLIC_URL');
  if (!isLoopback && publicUrl === null && (process === 'all-in-one' || process === 'gateway'))
    faults.push({ variable: 'PUBLIC_URL', found: 'nothing', allowed: `set when HOST is not loopback (HOST is «${host}»)` });
  const webPort = value('WEB_PORT') ?? 3000;
  const shownPort = port ?? 4000;
  if (webPort === shownPort && process === 'all-in-one') faults.push({ variable: 'WEB_PORT', found: `«${webPort}»`, allowed: 'another port than PORT' });
  const rate = (found: number | 'off' | null, byDefault: number): number | null => (found === 'off' ? null : (found ?? byDefault));
  const rates: Rates = {
    read: rate(value('GATI_READS_PER_MINUTE'), ratesByDefault.read),
    write: rate(value('GATI_WRITES_PER_MINUTE'), ratesByDefault.write),
    publish: rate(value('GATI_PUBLISHES_PER_MINUTE'), ratesByDefault.publish),
    token: rate(value('GATI_TOKENS_PER_MINUTE'), ratesByDefault.token),
    auth: rate(value('GATI_AUTH_PER_MINUTE'), ratesByDefault.auth),
    graphql: rate(value('GATI_COST_PER_MINUTE'), ratesByDefault.graphql),
  };
  const quotaBytes = value('GATI_QUOTA_BYTES') ?? 100 * 1024 ** 3;
  const s3 = {
    S3_ENDPOINT: value('S3_ENDPOINT'),
    S3_BUCKET: value('S3_BUCKET'),
    S3_ACCESS_KEY_ID: value('S3_ACCESS_KEY_ID'),
    S3_SECRET_ACCESS_KEY: value('S3_SECRET_ACCESS_KEY'),
  };
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = s3;
  const publicEndpoint = value('S3_PUBLIC_ENDPOINT') ?? endpoint;
  const region = value('S3_REGION') ?? 'us-east-1';
  const isS3 = Object.values(s3).some((found) => found !== null);
  for (const [variable, found] of Object.entries(s3))
    if (isS3 && found === null && !faults.some((fault) => fault.variable === variable))
      faults.push({ variable, found: 'nothing', allowed: 'set when another setting of S3 is' });
  const oauth: Partial<Record<OAuthProviderName, OAuthSettings>> = {};
  for (const name of ['github', 'google'] as const) {
    const upper = name.toUpperCase() as Uppercase<OAuthProviderName>;
    const [clientId, clientSecret, issuer] = [value(`${upper}_CLIENT_ID`), value(`${upper}_CLIENT_SECRET`), value(`OAUTH_${upper}_ISSUER`)];
    if (clientId && clientSecret) oauth[name] = { clientId, clientSecret, issuer };
    else if (clientId ?? clientSecret ?? issuer)
      for (const [variable, found] of [[`${upper}_CLIENT_ID`, clientId] as const, [`${upper}_CLIENT_SECRET`, clientSecret] as const])
        if (found === null && !faults.some((fault) => fault.variable === variable))
          faults.push({ variable, found: 'nothing', allowed: `set when another setting of ${name === 'github' ? 'GitHub' : 'Google'} is` });
  }
  const [purgeUrl, purgeToken] = [value('GATI_CDN_PURGE_URL'), value('GATI_CDN_PURGE_TOKEN')];
  const trivyPath = value('TRIVY_PATH');
  const supergraphPath = value('SUPERGRAPH_PATH');
  const subgraphUrls = Object.fromEntries(
    (['artifacts', 'namespaces', 'security', 'billing', 'timescape'] as const).flatMap((name) => {
      const url = value(`SUBGRAPH_${name.toUpperCase() as Uppercase<SubgraphName>}_URL`);
      return url ? [[name, url]] : [];
    }),
  );
  const settings: Settings = {
    port: port ?? (process === 'subgraph' || process === 'worker' ? null : 4000),
    host,
    publicUrl: publicUrl ?? `http://127.0.0.1:${process === 'subgraph' || process === 'worker' ? Number(fromFile['PORT'] ?? 4000) || 4000 : shownPort}`,
    isLoopback,
    trustProxy: value('TRUST_PROXY') ?? [],
    webPort: webPort === 'off' ? null : webPort,
    dataFolder: path(value('GATI_DATA_DIR') ?? '.gati'),
    secret: value('GATI_SECRET'),
    admins: value('GATI_ADMINS') ?? [],
    hasDemo: (value('GATI_DEMO') ?? (isLoopback ? 'on' : 'off')) === 'on',
    contentUrl: value('GATI_CONTENT_URL'),
    cdn: purgeUrl === null ? null : { purgeUrl, purgeToken },
    rates,
    socketsPerAddress: value('GATI_SOCKETS_PER_ADDRESS') ?? 50,
    connectionsPerAddress: value('GATI_CONNECTIONS_PER_ADDRESS') ?? 2_048,
    quotaBytes: quotaBytes === 'unlimited' ? null : quotaBytes,
    s3:
      endpoint && bucket && accessKeyId && secretAccessKey
        ? { endpoint, publicEndpoint: publicEndpoint === 'off' ? null : publicEndpoint, bucket, region, accessKeyId, secretAccessKey }
        : null,
    redisUrl: value('REDIS_URL'),
    smtpUrl: value('SMTP_URL'),
    mailFrom: value('GATI_MAIL_FROM'),
    oauth,
    ciIssuers: value('GATI_CI_ISSUERS') ?? [],
    fetchAllow: value('GATI_FETCH_ALLOW') ?? [],
    dnsServers: value('GATI_DNS_SERVERS'),
    databaseUrl: value('DATABASE_URL'),
    trivyPath: trivyPath === null || trivyPath === 'off' ? trivyPath : path(trivyPath),
    trivyDbRepository: value('TRIVY_DB_REPOSITORY'),
    subgraphUrls,
    supergraphPath: supergraphPath === null ? null : path(supergraphPath),
    traceEndpoint: value('OTEL_EXPORTER_OTLP_ENDPOINT'),
  };
  if (faults.length > 0) throw new SettingsError(faults);
  return settings;
}
