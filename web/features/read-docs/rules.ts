/** Where the default of the `gati` command leads, so that no address has to be said. */
const defaultOrigin = 'http://127.0.0.1:4000';

/** A client that pushes and pulls by OCI, with the complete lines for this registry. */
export interface ClientLines {
  readonly client: string;
  readonly lines: readonly string[];
}

/** Every line that the documentation tells to type, for this registry and this reader. */
export interface Lines {
  /** Makes `gati` a command of the shell, as every other line takes it to be. */
  readonly alias: readonly string[];
  readonly signIn: readonly string[];
  readonly key: readonly string[];
  readonly folder: readonly string[];
  readonly publish: readonly string[];
  readonly install: readonly string[];
  readonly clients: readonly ClientLines[];
  readonly sign: readonly string[];
  readonly query: readonly string[];
}

/** The lines for a registry at this address. Over plain HTTP each client gets the option that it wants for it; over HTTPS none.
 *  @param handle  the reader's; `you` where nobody is signed in */
export function linesFor(publicUrl: URL, handle: string): Lines {
  const { origin, host } = publicUrl;
  const plain = (option: string): string => (publicUrl.protocol === 'http:' ? ` ${option}` : '');
  const image = `${host}/${handle}/image`;
  return {
    alias: ["alias gati='npx --prefix <clone> gati'", ...(origin === defaultOrigin ? [] : [`export GATI_REGISTRY=${origin}`]), 'gati --help'],
    signIn: ['gati login'],
    key: [`gati keys generate --register @${handle}`],
    folder: [
      'mkdir hello && cd hello',
      "cat > gati.json <<'JSON'",
      `{ "name": "@${handle}/hello", "version": "1.0.0", "type": "module", "description": "Says hello.", "license": "MIT",`,
      '  "module": { "runtime": "node", "entry": "index.js" } }',
      'JSON',
      `echo 'export const hello = () => "hello";' > index.js`,
    ],
    publish: ['gati publish .'],
    install: [`gati install @${handle}/hello`],
    clients: [
      {
        client: 'oras',
        lines: [
          `oras login${plain('--plain-http')} ${host} -u ${handle}`,
          `oras push${plain('--plain-http')} ${image}:1.0.0 hello.txt:text/plain`,
          `oras pull${plain('--plain-http')} ${image}:1.0.0`,
        ],
      },
      { client: 'docker', lines: [`docker login ${host} -u ${handle}`, `docker push ${image}:1.0.0`, `docker pull ${image}:1.0.0`] },
      {
        client: 'crane',
        lines: [`crane auth login ${host} -u ${handle} -p "$KEY"${plain('--insecure')}`, `crane push image.tar ${image}:1.0.0${plain('--insecure')}`],
      },
      {
        client: 'skopeo',
        lines: [
          `skopeo login${plain('--tls-verify=false')} ${host} -u ${handle}`,
          `skopeo copy${plain('--dest-tls-verify=false')} oci:image docker://${image}:1.0.0`,
        ],
      },
      {
        client: 'helm',
        lines: [
          `helm registry login ${host} -u ${handle}${plain('--plain-http')}`,
          `helm push chart-1.0.0.tgz oci://${host}/${handle}${plain('--plain-http')}`,
        ],
      },
    ],
    sign: [
      `cosign login ${host} -u ${handle} -p "$KEY"`,
      `cosign sign --yes --key cosign.key --use-signing-config=false --tlog-upload=false${plain('--allow-http-registry')} ${image}@sha256:…`,
    ],
    query: [
      `curl ${new URL('/graphql', origin).href} -H 'content-type: application/json' \\`,
      `  -d '{"query":"{ search(query: { text: \\"auth\\" }, first: 3) { nodes { artifact { name description } } } }"}'`,
    ],
  };
}
