import type { ManifestQuery } from '#web/gql/graphql.ts';
import { Copy } from '#web/design/copy.client.tsx';
import { size } from '#web/design/format.ts';
import { isWebAddress, manifestFacts } from '#web/features/read-artifact/rules.ts';

type Artifact = NonNullable<ManifestQuery['artifact']>;
type Version = NonNullable<Artifact['version']>;

/** What was published, to the byte: digest, layers, and the manifest itself.
 *  @param host  host and port under which container tools reach the registry */
export function Manifest({ artifact, version, host }: { artifact: Artifact; version: Version; host: string }) {
  const reference = `${host}/${artifact.name.slice(1)}@${version.digest}`;
  const text = JSON.stringify(version.manifest, null, 2);
  return (
    <div className="grid gap-5">
      <dl className="entries">
        <dt>Digest</dt>
        <dd className="flex flex-wrap items-center gap-x-3">
          <code>{version.digest}</code>
          <Copy text={version.digest} what="digest" />
        </dd>
        <dt>OCI reference</dt>
        <dd className="flex flex-wrap items-center gap-x-3">
          <code>{reference}</code>
          <Copy text={reference} what="OCI reference" />
        </dd>
        <dt>OCI type</dt>
        <dd>
          <code>{version.artifactType}</code>
        </dd>
        {manifestFacts(version.manifest).map(([label, value]) => (
          <div key={label} className="contents">
            <dt>{label}</dt>
            <dd>
              {isWebAddress(value) ? (
                <a href={value} rel="nofollow noopener ugc">
                  {value}
                </a>
              ) : (
                value
              )}
            </dd>
          </div>
        ))}
      </dl>
      <Layers layers={version.layers} />
      <section aria-labelledby="manifest-text" className="grid gap-2">
        <div className="flex items-center justify-between">
          <h2 id="manifest-text">gati.json</h2>
          <Copy text={text} what="manifest" />
        </div>
        <pre className="code" tabIndex={0} aria-labelledby="manifest-text">
          {text}
        </pre>
      </section>
    </div>
  );
}

function Layers({ layers }: { layers: Version['layers'] }) {
  return (
    <table className="table">
      <caption>Layers, in the order of the manifest</caption>
      <thead>
        <tr>
          <th scope="col">Digest</th>
          <th scope="col">Media type</th>
          <th scope="col" className="number">
            Size
          </th>
        </tr>
      </thead>
      <tbody>
        {layers.map(({ digest, mediaType, sizeBytes }) => (
          <tr key={digest}>
            <td>
              <code className="break-all">{digest}</code>
            </td>
            <td>
              <code className="break-all">{mediaType}</code>
            </td>
            <td className="number whitespace-nowrap">{size(sizeBytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
