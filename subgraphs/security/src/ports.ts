import type { FactsFor, Principal, RequestOrigin } from '@gati/authority';
import type { Clock, MakeId } from '@gati/clock';
import type { Transaction } from '@gati/database';
import type { EventStream } from '@gati/event-stream';
import type { Digest } from '@gati/identifiers';
import type { ComponentReport, ScanEngine, ScanFile, ScanFinding } from '@gati/scanner';
import type { Signatures } from '@gati/signatures';
import type { Emit } from './events.ts';

/** A blob that a manifest names. */
export interface Descriptor {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly sizeBytes: number;
}

/** A manifest as security has to judge it. */
export interface ManifestForAdmission {
  readonly manifestId: string;
  readonly artifactId: string;
  readonly namespaceId: string;
  /** Full name, @handle/name. */
  readonly artifactName: string;
  readonly visibility: 'public' | 'private';
  readonly digest: Digest;
  readonly mediaType: string;
  readonly content: Uint8Array;
  readonly isAdmitted: boolean;
  /** The version that its tag makes; null for a manifest without one. */
  readonly version: { readonly versionId: string; readonly version: string; readonly status: string } | null;
  readonly references: readonly (Descriptor & { readonly kind: 'config' | 'layer' | 'manifest' })[];
}

/** A manifest that refers to another and may carry signatures of it. */
export interface SignatureCarrier {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly content: Uint8Array;
  readonly pushedAt: Date;
  readonly isSignatureTag: boolean;
}

export interface VersionFacts {
  readonly versionId: string;
  readonly artifactId: string;
  readonly namespaceId: string;
  readonly artifactName: string;
  readonly version: string;
  readonly digest: Digest;
  readonly status: string;
  readonly publishedAt: Date | null;
  readonly manifestId: string;
}

export type AdmissionVerdict =
  | { readonly kind: 'admitted'; readonly signer: { readonly kind: 'KEY' | 'IDENTITY'; readonly subject: string | null; readonly fingerprint: string } }
  /** Stays STAGED, with the reason. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** REJECTED: the number is used up. */
  | { readonly kind: 'malicious'; readonly reason: string };

/** What `artifacts` gives. */
export interface ArtifactsPort {
  readonly manifestForAdmission: (manifestId: string) => Promise<ManifestForAdmission | null>;
  /** The same for a manifest of this artifact by its digest: what an index names. */
  readonly manifestByDigest: (artifactId: string, digest: Digest) => Promise<ManifestForAdmission | null>;
  readonly signatureCarriersOf: (artifactId: string, subjectDigest: Digest) => Promise<readonly SignatureCarrier[]>;
  /** null when there is none. @throws QUOTA_EXCEEDED when it is larger */
  readonly readBlob: (digest: Digest, maxSizeBytes: number) => Promise<Uint8Array | null>;
  /** One transaction, idempotent. */
  readonly admitManifest: (admission: {
    readonly manifestId: string;
    readonly verdict: AdmissionVerdict;
  }) => Promise<{ readonly outcome: 'published' | 'admitted' | 'refused' | 'rejected' | 'unchanged' }>;
  /** No rights decided: for jobs. */
  readonly versionFacts: (versionIds: readonly string[]) => Promise<ReadonlyMap<string, VersionFacts>>;
  /** What is hidden is absent; one batch. */
  readonly readableVersions: (principal: Principal, versionIds: readonly string[]) => Promise<ReadonlyMap<string, VersionFacts>>;
  /** Exact version; null when there is none or it is hidden. */
  readonly findVersion: (principal: Principal, name: string, version: string) => Promise<VersionFacts | null>;
  /** Participant of «key.revoked»: runs in its transaction. What is quarantined already stays so. */
  readonly quarantineVersions: (tables: Transaction, versionIds: readonly string[], reason: string) => Promise<void>;
  /** Versions admitted by this key and published since then. */
  readonly versionsSignedBy: (namespaceId: string, fingerprint: string, since: Date) => Promise<readonly string[]>;
}

/** What `namespaces` gives. */
export interface NamespacesPort {
  readonly factsFor: FactsFor;
  readonly namespaceByHandle: (handle: string) => Promise<{ readonly id: string; readonly handle: string } | null>;
  /** Asks for the second factor before what cannot be undone. @throws STEP_UP_REQUIRED */
  readonly assertConfirmed: (principal: Principal) => Promise<void>;
  readonly audit: {
    readonly record: (
      tables: Transaction,
      entry: {
        readonly actor: Principal;
        readonly action: string;
        readonly subject: string;
        readonly details?: object;
        readonly origin?: RequestOrigin | undefined;
      },
    ) => Promise<void>;
  };
}

/** The files of a manifest and what is wrong with its archives themselves, within limits of size, number and time. */
export interface Contents {
  readonly files: readonly ScanFile[];
  /** Bombs, path tricks: kind ARCHIVE; CRITICAL is refused as malicious. What could not be listed: kind UNEXAMINED. */
  readonly findings: readonly ScanFinding[];
}

/** A layer, under the name that its publisher gave it. */
export interface Layer extends Descriptor {
  /** From the annotation org.opencontainers.image.title: a path inside the version; null without one that can be used. */
  readonly title: string | null;
}

/**
 * Lists what layers hold, without unpacking anything to a disk.
 * @throws a RegistryError when the contents can never be listed, which is not tried again; anything else when they could not be listed now
 */
export type ListContents = (
  subject: { readonly digest: Digest; readonly layers: readonly Layer[]; readonly configs: readonly Descriptor[] },
  options: { readonly signal: AbortSignal },
) => Promise<Contents>;

/** The tables of all contexts, because participants get the same transaction; the repositories here reach for their own alone. */
export type Tables = Transaction;
/** Runs the work in one transaction; facts emitted inside appear with it or not at all. */
export type RunTransaction = <T>(work: (tables: Tables, emit: Emit) => Promise<T>) => Promise<T>;

/** What the context needs from outside. */
export interface Dependencies {
  /** Reads and single writes outside transactions. */
  readonly tables: Tables;
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly artifacts: ArtifactsPort;
  readonly namespaces: NamespacesPort;
  readonly signatures: Signatures;
  /** Decides what is malicious, before anything is published; its version is that of its rules. */
  readonly malwareEngine: ScanEngine;
  /** What a published version is scanned with, in this order; at least one. Others may join later. */
  readonly engines: readonly ScanEngine[];
  readonly listContents: ListContents;
  readonly readComponents: (files: readonly ScanFile[]) => ComponentReport;
  readonly events: Pick<EventStream, 'publish' | 'follow' | 'check'>;
}

/** How a job is run. */
export interface Run {
  /** Fires when the worker stops. */
  readonly signal: AbortSignal;
  /** A failure now is final. */
  readonly lastAttempt: boolean;
}
