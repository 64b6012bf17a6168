/** What a scan looks at: the files of a version, already listed from its layers within limits. Nothing is ever written to the disk's own tree. */
export interface ScanSubject {
  /** Digest of the manifest. */
  readonly digest: string;
  readonly components: readonly Component[];
  readonly files: readonly ScanFile[];
}
export interface ScanFile {
  /** Path inside the version, with slashes. */
  readonly path: string;
  readonly sizeBytes: number;
  /** All its bytes; null above the reader's limit. */
  readonly content: Uint8Array | null;
  /** Of a layer that is this one file and no archive, as its publisher gives it. */
  readonly layerMediaType?: string;
}
/** A package that is part of a version. */
export interface Component {
  /** OSV ecosystem: npm, PyPI, Go, crates.io, Maven … */
  readonly ecosystem: string;
  readonly name: string;
  readonly version: string;
  /** The file that names it. */
  readonly path: string;
}

export type Severity = 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW' | 'UNKNOWN';
export interface ScanFinding {
  readonly kind: 'VULNERABILITY' | 'MALWARE' | 'SECRET' | 'INSTALL_SCRIPT' | 'ARCHIVE' | 'MODEL' | 'UNEXAMINED';
  readonly severity: Severity;
  /** One line. */
  readonly title: string;
  readonly path: string | null;
  readonly advisory: { readonly id: string; readonly aliases: readonly string[]; readonly url: string | null; readonly cvssScore: number | null } | null;
  readonly package: { readonly name: string; readonly version: string; readonly fixedVersion: string | null } | null;
  readonly suggestion: string | null;
}

export interface EngineRun {
  readonly signal: AbortSignal;
  /** 0 to 100. */
  readonly progress: (percent: number) => void;
}

export interface ScanEngine {
  readonly name: string;
  readonly version: string;
  /** When its data was made; null when it has none. */
  readonly databaseUpdatedAt: Date | null;
  /** @throws when it could not look: never an empty list instead */
  readonly analyse: (subject: ScanSubject, run: EngineRun) => Promise<readonly ScanFinding[]>;
}
