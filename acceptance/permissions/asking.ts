/** What came back, without what differs each time: the request's id, the date, and what is left of a rate. */
export interface Seen {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** Headers that tell of the moment and of the connection, not of what was asked about. */
const momentary = /^(?:date|x-request-id|ratelimit.*|keep-alive|connection|retry-after)$/;

/** The whole answer to a request. */
export async function askOver(url: string, init: RequestInit): Promise<Seen> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const whole = await response.text();
  const body = whole.replace(/"(requestId|x-request-id)":"[^"]*"/g, '"$1":""').replace(/"tookMs":\d+/, '"tookMs":0');
  // The id of a request may have one digit more than that of another; a refusal of HEAD tells the length of a body that nobody sees.
  const lengthOf = (told: string): string =>
    whole === '' && response.status >= 400 ? '' : String(Number(told) - Buffer.byteLength(whole) + Buffer.byteLength(body));
  const headers = [...response.headers]
    .filter(([name]) => !momentary.test(name))
    .map(([name, value]) => `${name}: ${name === 'content-length' ? lengthOf(value) : value}`);
  return { status: response.status, headers: headers.sort().join('\n'), body };
}

/** The same with another text for what was asked about, so that two answers can be compared. */
export const without = ({ status, headers, body }: Seen, ...names: readonly string[]): Seen => {
  const bare = (text: string) => names.reduce((found, name) => found.replaceAll(name, '…'), text);
  return { status, headers: bare(headers), body: bare(body) };
};

/** Code of the first error of an answer in GraphQL; empty where there is none. */
export const codeOf = ({ body }: Seen): string => (JSON.parse(body) as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code ?? '';
