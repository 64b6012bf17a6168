import type { ScanFile, ScanFinding, Severity } from '../scanner.ts';

/** What credentials look like, by their issuers' own formats. */
const patterns: readonly (readonly [title: string, severity: Severity, pattern: RegExp])[] = [
  ['A private key', 'HIGH', /-----BEGIN (?:RSA |EC |DSA |OPENSSH |PGP )?PRIVATE KEY(?: BLOCK)?-----(?:\\n|\s)+[A-Za-z0-9+/=:\s\\-]{64}/],
  ['An encrypted private key', 'MEDIUM', /-----BEGIN ENCRYPTED (?:[A-Z]+ )?PRIVATE KEY-----(?:\\n|\s)+[A-Za-z0-9+/=\s\\]{64}/],
  // docs.aws.amazon.com, "IAM identifiers": AKIA long-term, ASIA temporary.
  ['An access key of AWS', 'HIGH', /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/],
  // github.blog, "Behind GitHub's new authentication token formats".
  ['A token of GitHub', 'HIGH', /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})\b/],
  ['A token of npm', 'HIGH', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['A token of npm', 'HIGH', /\/\/[\w.:/-]+\/:_authToken\s*=\s*(?!\$)[\w-]{20,}/],
  ['A token of GitLab', 'HIGH', /\bglpat-[\w-]{20}\b/],
  ['A token of Slack', 'HIGH', /\bxox[abprs]-\d{8,}-[\w-]{20,}\b/],
  ['A secret key of Stripe', 'HIGH', /\b[sr]k_live_[A-Za-z0-9]{24,}\b/],
  ['An API key of Google', 'MEDIUM', /\bAIza[\w-]{35}\b/],
  ['A token of PyPI', 'HIGH', /\bpypi-AgEIcHlwaS5vcmc[\w-]{50,}/],
  ['A key of this registry', 'HIGH', /\bgati_[A-Za-z0-9_-]{32,}\b/],
];

/** Larger files are data; a secret in them was not put there by mistake. */
const fileSizeMax = 2 * 1024 ** 2;
const findingsMax = 100;
/** Tests and examples need something that looks like a secret. */
const samplePath = /(?:^|[/._-])(?:tests?|specs?|__tests__|fixtures?|examples?|samples?|mocks?|node_modules)(?:[/._-]|$)/i;

/** Secrets that stand in a version's text files. A finding names the kind and the place, never the secret. */
export function secretsIn(files: readonly ScanFile[]): readonly ScanFinding[] {
  const findings: ScanFinding[] = [];
  for (const { path, content } of files) {
    if (content === null || content.length > fileSizeMax || content.subarray(0, 8000).includes(0)) continue;
    const text = new TextDecoder().decode(content);
    for (const [title, severity, pattern] of patterns) {
      const match = pattern.exec(text);
      if (match === null || isPlaceholder(match[0]) || findings.length >= findingsMax) continue;
      const line = text.slice(0, match.index).split('\n').length;
      findings.push({
        kind: 'SECRET',
        severity: samplePath.test(path) ? 'LOW' : severity,
        title: `${title} in line ${line}`,
        path,
        advisory: null,
        package: null,
        suggestion: 'Revoke it where it was issued, then publish a version without it: whoever could read this version has it.',
      });
    }
  }
  return findings;
}

/** `ghp_xxxxxxxx…`, and the key that AWS uses in its own documentation. */
const isPlaceholder = (secret: string): boolean => /EXAMPLE/.test(secret) || new Set(secret.slice(4).replace(/[^A-Za-z0-9]/g, '')).size <= 4;
