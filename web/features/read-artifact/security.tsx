import type { FindingKind, ScanEngineStatus, SecurityQuery } from '#web/gql/graphql.ts';
import { Copy } from '#web/design/copy.client.tsx';
import { counted, date, timeOfDay } from '#web/design/format.ts';
import { artifactPath } from '#web/design/paths.ts';
import { severities, Toned, toneOfScore } from '#web/design/severity.tsx';
import { FailedSection } from '#web/design/strip.tsx';
import { isWebAddress, presentSeverities, signatureInWords } from '#web/features/read-artifact/rules.ts';
import { failureAt, type Failure } from '#web/server/answer.ts';

type Artifact = NonNullable<SecurityQuery['artifact']>;
type Version = NonNullable<Artifact['version']>;
type Scan = NonNullable<Version['scan']>;

/** Findings on one page. */
export const findingsPerPage = 50;

/** Can it be trusted: who signed it, what was found in it, and how the score comes about. */
export function Security({ artifact, version, failures }: { artifact: Artifact; version: Version; failures: readonly Failure[] }) {
  const retry = artifactPath(artifact.name, 'security', version.version);
  const failure = failureAt(failures, 'artifact.version.scan');
  return (
    <div className="sidebar-right">
      <div className="grid content-start gap-6">
        {version.scan ? (
          <ScanResult artifact={artifact} version={version} scan={version.scan} />
        ) : failure ? (
          <FailedSection failure={failure} section="The scan" retry={retry} />
        ) : (
          <NotScanned artifact={artifact} version={version} />
        )}
      </div>
      <div className="grid content-start gap-5">
        <SignaturePart artifact={artifact} version={version} failure={failureAt(failures, 'artifact.version.signature')} retry={retry} />
        <StatementsPart version={version} />
        {version.scan && <EnginesPart scan={version.scan} />}
      </div>
    </div>
  );
}

function NotScanned({ artifact, version }: { artifact: Artifact; version: Version }) {
  return (
    <div className="grid gap-2">
      <h2>Not scanned yet</h2>
      <p>
        Every version is scanned after its admission. <a href={artifactPath(artifact.name, 'live', version.version)}>Watch it</a>
      </p>
    </div>
  );
}

function ScanResult({ artifact, version, scan }: { artifact: Artifact; version: Version; scan: Scan }) {
  const severitiesPresent = presentSeverities(scan.counts);
  const isOver = scan.status === 'CLEAN' || scan.status === 'FINDINGS' || scan.status === 'MALICIOUS' || scan.status === 'FAILED';
  return (
    <>
      <section aria-labelledby="score" className="grid gap-3">
        <h2 id="score" className="flex flex-wrap items-baseline gap-x-4">
          {scan.score === null ? 'No score yet' : <Toned tone={toneOfScore(scan.score, version.status)}>Score {scan.score} of 100</Toned>}
          <span className="small quiet font-normal">{scan.finishedAt ? `scanned on ${date(scan.finishedAt)}` : scan.status.toLowerCase()}</span>
        </h2>
        {!isOver && (
          <p>
            The scan goes on. <a href={artifactPath(artifact.name, 'live', version.version)}>Watch it</a>
          </p>
        )}
        {scan.scoreReasons.length > 0 && (
          <dl className="entries">
            {scan.scoreReasons.map(({ delta, reason }, index) => (
              <div key={index} className="contents">
                <dt className="number">{delta > 0 ? `+${delta}` : delta < 0 ? `−${-delta}` : '0'}</dt>
                <dd>{reason}</dd>
              </div>
            ))}
          </dl>
        )}
      </section>
      <section aria-labelledby="findings" className="grid gap-3">
        <h2 id="findings" className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
          {scan.findings.totalCount === 0 ? (isOver ? 'Nothing was found' : 'Nothing found so far') : counted(scan.findings.totalCount, 'finding')}
          {severitiesPresent.map(([severity, count]) => (
            <span key={severity} className="small font-normal">
              <Toned tone={severities[severity].tone}>
                {count} {severities[severity].word}
              </Toned>
            </span>
          ))}
        </h2>
        {scan.findings.nodes.length > 0 && <Findings findings={scan.findings.nodes} />}
        {scan.findings.pageInfo.hasNextPage && scan.findings.pageInfo.endCursor && (
          <p>
            <a href={`${artifactPath(artifact.name, 'security', version.version)}&after=${encodeURIComponent(scan.findings.pageInfo.endCursor)}`}>
              More findings
            </a>
          </p>
        )}
      </section>
    </>
  );
}

const kinds: Record<FindingKind, string> = {
  VULNERABILITY: 'vulnerability',
  MALWARE: 'malware',
  SECRET: 'secret',
  INSTALL_SCRIPT: 'install script',
  ARCHIVE: 'archive',
  MODEL: 'model file',
  UNEXAMINED: 'not examined',
};

function Findings({ findings }: { findings: Scan['findings']['nodes'] }) {
  return (
    <ol className="rows ruled-top">
      {findings.map(({ id, kind, severity, title, path, advisory, package: affected, suggestion }) => (
        <li key={id} id={`finding-${id}`} className="grid gap-1">
          <div className="flex flex-wrap items-baseline gap-x-3">
            <Toned tone={severities[severity].tone}>{severities[severity].word}</Toned>
            <strong>{title}</strong>
            <a href={`#finding-${id}`} className="small ml-auto" data-item="" aria-label={`Permalink to ${title}`}>
              link
            </a>
          </div>
          <dl className="entries small">
            <dt>{kinds[kind]}</dt>
            <dd>
              {advisory ? (
                <>
                  {advisory.url && isWebAddress(advisory.url) ? (
                    <a href={advisory.url} rel="noopener">
                      {advisory.id}
                    </a>
                  ) : (
                    advisory.id
                  )}
                  {advisory.aliases.length > 0 && ` · ${advisory.aliases.join(', ')}`}
                  {advisory.cvssScore !== null && ` · CVSS ${advisory.cvssScore.toFixed(1)}`}
                </>
              ) : (
                'found by analysis'
              )}
            </dd>
            {affected && (
              <>
                <dt>package</dt>
                <dd>
                  <code>
                    {affected.name} {affected.version}
                  </code>
                  {affected.fixedVersion ? (
                    <>
                      , fixed in <code>{affected.fixedVersion}</code>
                    </>
                  ) : (
                    ', no fixed version yet'
                  )}
                </dd>
              </>
            )}
            {path && (
              <>
                <dt>file</dt>
                <dd>
                  <code>{path}</code>
                </dd>
              </>
            )}
            {suggestion && (
              <>
                <dt>do</dt>
                <dd>{suggestion}</dd>
              </>
            )}
          </dl>
        </li>
      ))}
    </ol>
  );
}

function SignaturePart({ artifact, version: { signature }, failure, retry }: { artifact: Artifact; version: Version; failure: Failure | null; retry: string }) {
  const inWords = signature && signatureInWords(signature.status, artifact.namespace?.displayName ?? 'the publisher');
  return (
    <section aria-labelledby="signature" className="grid gap-2">
      <h2 id="signature" className="column-head">
        Signature
      </h2>
      {!inWords && failure && <FailedSection failure={failure} section="The signature" retry={retry} />}
      {inWords && (
        <p>
          <Toned tone={inWords.tone}>{inWords.text}</Toned>
        </p>
      )}
      {signature?.signedBy && (
        <dl className="grid gap-1 small">
          <dt>{signature.signedBy.subject ? 'Identity' : 'Fingerprint of the key'}</dt>
          <dd className="flex flex-wrap items-center gap-2">
            <code className="break-all">{signature.signedBy.subject ?? signature.signedBy.fingerprint}</code>
            <Copy text={signature.signedBy.subject ?? signature.signedBy.fingerprint} what="signer" />
          </dd>
          {signature.signedAt && (
            <>
              <dt>Signed</dt>
              <dd>
                {date(signature.signedAt)}, {timeOfDay(signature.signedAt)}
              </dd>
            </>
          )}
          <dt>Transparency log</dt>
          <dd>{signature.transparencyLog ? `entry ${signature.transparencyLog.index}` : 'no entry'}</dd>
        </dl>
      )}
    </section>
  );
}

function StatementsPart({ version: { attestations, sbom } }: { version: Version }) {
  return (
    <section aria-labelledby="statements" className="grid gap-2">
      <h2 id="statements" className="column-head">
        Provenance and contents
      </h2>
      {(attestations ?? []).map(({ predicateType, status, digest }) => (
        <p key={digest} className="small">
          <Toned tone={status === 'VALID' ? 'ok' : 'unknown'}>{predicateType}</Toned>
        </p>
      ))}
      {attestations?.length === 0 && <p className="small quiet">No statement about how it was built.</p>}
      <p className="small">
        {sbom ? (
          `Bill of materials: ${counted(sbom.componentCount, 'component')} (${sbom.format === 'CYCLONEDX' ? 'CycloneDX' : 'SPDX'})`
        ) : (
          <span className="quiet">No bill of materials.</span>
        )}
      </p>
    </section>
  );
}

const engineWords: Record<ScanEngineStatus, string> = { PENDING: 'not started', RUNNING: 'at work', DONE: 'done', FAILED: 'failed', SKIPPED: 'not applicable' };

function EnginesPart({ scan: { engines } }: { scan: Scan }) {
  if (engines.length === 0) return null;
  return (
    <section aria-labelledby="engines" className="grid gap-2">
      <h2 id="engines" className="column-head">
        Engines
      </h2>
      <ul className="grid gap-1 small">
        {engines.map(({ name, version, databaseUpdatedAt, status }) => (
          <li key={name}>
            {name} {version}: {engineWords[status]}
            {databaseUpdatedAt && <span className="quiet">, data of {date(databaseUpdatedAt)}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
