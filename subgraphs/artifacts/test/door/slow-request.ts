import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { Door } from './door.ts';
import { keyOf } from './fake-namespaces.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface SlowRequest {
  readonly send: (bytes: Uint8Array) => Promise<void>;
  /** All that was promised has been sent. */
  readonly end: () => void;
  /** Closes the connection, as a client that is killed does. */
  readonly cut: () => void;
  /** Whether the door has asked for the body. */
  readonly isAsked: () => boolean;
  /** @throws when the connection ends without an answer */
  readonly answer: Promise<Answer>;
}

/** A request whose body the test sends when it likes; on a connection of its own. */
export function slowRequest(
  door: Pick<Door, 'url'>,
  handle: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string | number>> = {},
): SlowRequest {
  const { hostname, port } = new URL(door.url);
  // The path as it is: a URL would be tidied.
  const request = httpRequest({ hostname, port, path, method, agent: false, headers: { authorization: `Bearer ${keyOf(handle)}`, ...headers } });
  let isAsked = false;
  request.on('continue', () => (isAsked = true));
  const answer = new Promise<Answer>((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      response.once('error', reject);
    });
  });
  answer.catch(() => {});
  request.flushHeaders();
  return {
    send: (bytes) => new Promise((resolve) => request.write(bytes, () => resolve())),
    end: () => void request.end(),
    cut: () => void request.destroy(),
    isAsked: () => isAsked,
    answer,
  };
}

/** The OCI code and ours of a refusal. */
export const codesOf = ({ body }: Answer): readonly [string, string] => {
  const [{ code, detail }] = (JSON.parse(body) as { errors: [{ code: string; detail: { code: string } }] }).errors;
  return [code, detail.code];
};
