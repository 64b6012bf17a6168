import { createHash } from 'node:crypto';

export const sha256 = (bytes: Uint8Array | string): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** A plain client of `/v2`, as the specification describes one: it asks for a token when it is told to. */
export function createOci(url: string, repository: string, credentials: { readonly username: string; readonly password: string } | null) {
  let token: string | null = null;
  const authorize = async (challenge: string) => {
    const field = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? '';
    const address = new URL(field('realm'));
    address.searchParams.set('service', field('service'));
    address.searchParams.set('scope', field('scope') || `repository:${repository}:pull,push`);
    const response = await fetch(
      address,
      credentials ? { headers: { authorization: `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}` } } : {},
    );
    token = ((await response.json()) as { token?: string }).token ?? null;
  };
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const once = () =>
      fetch(path.startsWith('http') ? path : `${url}/v2/${repository}${path}`, {
        redirect: 'manual',
        ...init,
        headers: { ...(init.headers as Record<string, string>), ...(token ? { authorization: `Bearer ${token}` } : {}) },
      });
    const response = await once();
    const challenge = response.headers.get('www-authenticate');
    if (response.status !== 401 || !challenge) return response;
    await response.arrayBuffer();
    await authorize(challenge);
    return once();
  };
  const absolute = (location: string | null) => new URL(location ?? '', url).href;

  return {
    send,
    /** The header of a request that needs the token already, because its body can be sent only once. */
    authorization: async (): Promise<string> => {
      await (await send('/blobs/uploads/none')).arrayBuffer();
      return `Bearer ${token ?? ''}`;
    },
    pushBlob: async (bytes: Uint8Array): Promise<{ digest: string; size: number }> => {
      const digest = sha256(bytes);
      const started = await send('/blobs/uploads/', { method: 'POST' });
      await started.arrayBuffer();
      const target = new URL(absolute(started.headers.get('location')));
      target.searchParams.set('digest', digest);
      const response = await send(target.href, { method: 'PUT', body: bytes, headers: { 'content-type': 'application/octet-stream' } });
      if (response.status !== 201) throw new Error(`The blob was answered with ${response.status}: ${await response.text()}`);
      return { digest, size: bytes.length };
    },
    pushManifest: (reference: string, manifest: object, mediaType = 'application/vnd.oci.image.manifest.v1+json') =>
      send(`/manifests/${reference}`, { method: 'PUT', body: JSON.stringify(manifest), headers: { 'content-type': mediaType } }),
    status: async (path: string, init?: RequestInit): Promise<number> => {
      const response = await send(path, init);
      await response.arrayBuffer();
      return response.status;
    },
  };
}
export type Oci = ReturnType<typeof createOci>;

/** A small image by hand: a config and one layer. @returns the manifest as it is pushed */
export async function pushImage(oci: Oci, reference: string, text: string): Promise<{ digest: string; manifest: object }> {
  const config = await oci.pushBlob(
    Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] }, config: { Labels: { text } } })),
  );
  const layer = await oci.pushBlob(Buffer.from(text));
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: [{ mediaType: 'application/octet-stream', ...layer }],
  };
  const response = await oci.pushManifest(reference, manifest);
  if (response.status !== 201) throw new Error(`The manifest was answered with ${response.status}: ${await response.text()}`);
  return { digest: sha256(JSON.stringify(manifest)), manifest };
}
