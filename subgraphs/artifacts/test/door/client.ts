import { digestOf, sha256Of, type Digest } from '@gati/identifiers';
import { canonicalJson } from '@gati/manifest';
import type { Door } from './door.ts';
import { keyOf } from './fake-namespaces.ts';

export const imageType = 'application/vnd.oci.image.manifest.v1+json';
export const indexType = 'application/vnd.oci.image.index.v1+json';
export const emptyConfig = { mediaType: 'application/vnd.oci.empty.v1+json', bytes: Buffer.from('{}') };

export interface Pushed {
  readonly digest: Digest;
  readonly bytes: Buffer;
}

/** A client of the door in the hands of one account: the requests of the specification, no cleverness. */
export function clientOf(door: Pick<Door, 'url'>, authorization: string | null) {
  const request = (
    method: string,
    path: string,
    init: { headers?: Record<string, string>; body?: Uint8Array | ReadableStream | string; duplex?: 'half' } = {},
  ): Promise<Response> =>
    fetch(`${door.url}${path}`, {
      method,
      redirect: 'manual',
      ...init,
      headers: { ...(authorization === null ? {} : { authorization }), ...init.headers },
    } as never);

  const pushBlob = async (repository: string, bytes: Uint8Array, algorithm: 'sha256' | 'sha512' = 'sha256'): Promise<Digest> => {
    const digest = digestOf(bytes, algorithm);
    const response = await request('POST', `/v2/${repository}/blobs/uploads/?digest=${digest}`, {
      body: bytes,
      headers: { 'content-type': 'application/octet-stream' },
    });
    if (response.status !== 201) throw new Error(`blob ${response.status}: ${await response.text()}`);
    return digest;
  };

  const putManifest = (
    repository: string,
    reference: string,
    bytes: Uint8Array,
    contentType = imageType,
    headers: Record<string, string> = {},
  ): Promise<Response> => request('PUT', `/v2/${repository}/manifests/${reference}`, { body: bytes, headers: { 'content-type': contentType, ...headers } });

  const pushManifest = async (repository: string, reference: string, document: object, contentType = imageType): Promise<Pushed> => {
    const bytes = Buffer.from(JSON.stringify(document));
    const response = await putManifest(repository, reference === 'by digest' ? sha256Of(bytes) : reference, bytes, contentType);
    if (response.status !== 201) throw new Error(`manifest ${response.status}: ${await response.text()}`);
    return { digest: sha256Of(bytes), bytes };
  };

  return {
    request,
    pushBlob,
    putManifest,
    pushManifest,
    get: (path: string, headers: Record<string, string> = {}) => request('GET', path, { headers }),
    head: (path: string, headers: Record<string, string> = {}) => request('HEAD', path, { headers }),
    delete: (path: string) => request('DELETE', path),

    /** Pushes what docker or oras would: some layers with the empty config. */
    pushImage: async (repository: string, reference: string, layers: readonly Uint8Array[], more: object = {}): Promise<Pushed> => {
      const described = [];
      for (const bytes of layers)
        described.push({ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: await pushBlob(repository, bytes), size: bytes.byteLength });
      const config = { mediaType: emptyConfig.mediaType, digest: await pushBlob(repository, emptyConfig.bytes), size: 2 };
      return pushManifest(repository, reference, {
        schemaVersion: 2,
        mediaType: imageType,
        artifactType: 'application/vnd.example.thing',
        config,
        layers: described,
        ...more,
      });
    },

    /** Pushes documents about another manifest, as cosign or `oras attach` would: SPDX unless told otherwise. */
    pushCarrier: async (
      repository: string,
      reference: string,
      documents: readonly Uint8Array[],
      { mediaType = 'application/spdx+json', ...more }: { readonly mediaType?: string } & Readonly<Record<string, unknown>> = {},
    ): Promise<Pushed> => {
      const layers = [];
      for (const bytes of documents) layers.push({ mediaType, digest: await pushBlob(repository, bytes), size: bytes.byteLength });
      const config = { mediaType: emptyConfig.mediaType, digest: await pushBlob(repository, emptyConfig.bytes), size: 2 };
      return pushManifest(repository, reference, { schemaVersion: 2, mediaType: imageType, artifactType: mediaType, config, layers, ...more });
    },

    /** Pushes what `gati publish` would. */
    pushGati: async (
      repository: string,
      reference: string,
      gati: Readonly<Record<string, unknown>>,
      layers: readonly Uint8Array[] = [],
      more: object = {},
    ): Promise<Pushed> => {
      const bytes = Buffer.from(canonicalJson(gati));
      const config = { mediaType: 'application/vnd.gati.manifest.v1+json', digest: await pushBlob(repository, bytes), size: bytes.byteLength };
      const described = [];
      for (const layer of layers)
        described.push({ mediaType: 'application/vnd.gati.layer.v1.tar+gzip', digest: await pushBlob(repository, layer), size: layer.byteLength });
      return pushManifest(repository, reference, {
        schemaVersion: 2,
        mediaType: imageType,
        artifactType: `application/vnd.gati.${String(gati['type'])}.v1`,
        config,
        layers: described,
        ...more,
      });
    },
  };
}
export type Client = ReturnType<typeof clientOf>;

/** A small document of its own. */
export const documentOf = (text: string): Buffer => Buffer.from(JSON.stringify({ spdxVersion: 'SPDX-2.3', name: text }));

/** A client with an API key. */
export const as = (door: Pick<Door, 'url'>, handle: string, ...scopes: Parameters<typeof keyOf> extends [string, ...infer S] ? S : never): Client =>
  clientOf(door, `Bearer ${keyOf(handle, ...scopes)}`);

/** A client with a token that everybody gets. */
export async function anyone(door: Pick<Door, 'url'>): Promise<Client> {
  const { token } = (await (await fetch(`${door.url}/v2/token`)).json()) as { token: string };
  return clientOf(door, `Bearer ${token}`);
}

export const errorOf = async (response: Response): Promise<{ code: string; message: string; detail: { code: string } & Record<string, unknown> }> =>
  ((await response.json()) as { errors: [{ code: string; message: string; detail: { code: string } & Record<string, unknown> }] }).errors[0];
