import type { DependenciesQuery, ResolvedTreeQuery } from '#web/gql/graphql.ts';
import { counted, size } from '#web/design/format.ts';
import { artifactPath } from '#web/design/paths.ts';
import { FailureReference } from '#web/design/failure-reference.tsx';
import { FailedSection } from '#web/design/strip.tsx';
import { Toned } from '#web/design/severity.tsx';
import { dependencyTree, longestTree, totalSize, type TreeLine } from '#web/features/read-artifact/rules.ts';
import type { Failure } from '#web/server/answer.ts';

type Artifact = NonNullable<DependenciesQuery['artifact']>;
type Version = NonNullable<Artifact['version']>;

/** What installing this version brings along: the resolved tree, its size, and what cannot be served. */
export function Dependencies({
  artifact,
  version,
  resolution,
  failure,
}: {
  artifact: Artifact;
  version: Version;
  resolution: ResolvedTreeQuery['resolve'];
  failure: Failure | null;
}) {
  const { dependencies } = version;
  if (dependencies.length === 0) return <p className="quiet">{version.version} needs no other artifact.</p>;
  if (!resolution) {
    return (
      <div className="grid gap-4">
        {failure && <FailedSection failure={failure} section="The resolved versions" retry={artifactPath(artifact.name, 'dependencies', version.version)} />}
        <Declared dependencies={dependencies} />
      </div>
    );
  }
  const ranges = new Map(dependencies.map(({ name, range }) => [name, range]));
  const lines = dependencyTree({ name: artifact.name, version: version.version }, resolution.artifacts, ranges);
  return (
    <div className="grid gap-5">
      {resolution.problems.length > 0 && <Problems problems={resolution.problems} />}
      {lines.length > 0 ? <Tree lines={lines} resolution={resolution} /> : <Declared dependencies={dependencies} />}
    </div>
  );
}

function Tree({ lines, resolution }: { lines: readonly TreeLine[]; resolution: NonNullable<ResolvedTreeQuery['resolve']> }) {
  const others = resolution.artifacts.length - resolution.roots.length;
  return (
    <table className="table is-stacked">
      <caption>
        {counted(others, 'artifact comes', 'artifacts come')} along; {size(totalSize(resolution.artifacts))} in all, itself included
        {lines.length >= longestTree && `; the first ${longestTree} lines are shown`}
      </caption>
      <thead>
        <tr>
          <th scope="col">Artifact</th>
          <th scope="col">Declared range</th>
          <th scope="col">Resolved</th>
          <th scope="col">Signature</th>
          <th scope="col" className="number">
            Size
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ name, version, range, depth, sizeBytes, signature, isRepeated }, index) => (
          <tr key={index}>
            <th scope="row">
              <span className={`tree-${Math.min(depth, 6)}`}>
                <a href={artifactPath(name, 'overview', version)} className="name" data-item="">
                  {name}
                </a>
                {isRepeated && <span className="small quiet font-normal"> as above</span>}
                <span className="sr-only">, level {depth + 1}</span>
              </span>
            </th>
            <td className="mono">{range ?? <span className="quiet">–</span>}</td>
            <td className="mono">{version}</td>
            <td>
              {signature === 'VALID' ? (
                <Toned tone="ok">publisher’s</Toned>
              ) : (
                <Toned tone={signature === 'UNSIGNED' ? 'unknown' : 'critical'}>{signature.toLowerCase()}</Toned>
              )}
            </td>
            <td className="number">{size(sizeBytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Declared({ dependencies }: { dependencies: Version['dependencies'] }) {
  return (
    <table className="table">
      <caption>{counted(dependencies.length, 'declared dependency', 'declared dependencies')}</caption>
      <thead>
        <tr>
          <th scope="col">Artifact</th>
          <th scope="col">Declared range</th>
        </tr>
      </thead>
      <tbody>
        {dependencies.map(({ name, range }) => (
          <tr key={name}>
            <th scope="row">
              <a href={artifactPath(name)} className="name" data-item="">
                {name}
              </a>
            </th>
            <td className="mono">{range}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Problems({ problems }: { problems: NonNullable<ResolvedTreeQuery['resolve']>['problems'] }) {
  return (
    <section aria-labelledby="problems" className="grid gap-2">
      <h2 id="problems">An installation would be refused</h2>
      <ul className="grid gap-2">
        {problems.map(({ ref, code, message, suggestion }) => (
          <li key={`${ref} ${code}`} className="strip strip-high">
            <p className="flex-1">
              <code>{ref}</code>: {message} {suggestion} <FailureReference failure={{ code, requestId: null }} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
