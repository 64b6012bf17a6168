/** Who signed an admitted manifest. */
export interface Signer {
  readonly kind: 'KEY' | 'IDENTITY';
  /** Keyless: issuer and subject; null for a key. */
  readonly subject: string | null;
  readonly fingerprint: string;
}

/** What `security` found about a manifest in its namespace. */
export type AdmissionVerdict =
  | { readonly kind: 'admitted'; readonly signer: Signer }
  /** Any refusal but malware: it stays staged, and a later signature tries again. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'malicious'; readonly reason: string };

export type AdmissionOutcome = 'published' | 'admitted' | 'refused' | 'rejected' | 'unchanged';

export interface AdmissionState {
  readonly isAdmitted: boolean;
  readonly isRejected: boolean;
  /** The staged versions whose manifest this is, with the reason they show now. */
  readonly staged: readonly { readonly versionId: string; readonly statusReason: string | null }[];
  /** Labels that wait for this manifest. */
  readonly pendingLabels: number;
}

export interface AdmissionPlan {
  readonly outcome: AdmissionOutcome;
  /** Versions that change, all in the same way. */
  readonly versionIds: readonly string[];
  readonly admits: boolean;
  readonly rejects: boolean;
}

const nothing: AdmissionPlan = { outcome: 'unchanged', versionIds: [], admits: false, rejects: false };

/**
 * What a verdict changes. The same verdict again changes nothing, so that a repeated job leaves no second event.
 * What is refused for malware stays so, whatever signs it; what was admitted is not taken back here: that is a quarantine.
 */
export function planAdmission({ isAdmitted, isRejected, staged, pendingLabels }: AdmissionState, verdict: AdmissionVerdict): AdmissionPlan {
  const all = staged.map(({ versionId }) => versionId);
  if (verdict.kind === 'malicious' || isRejected) {
    if (isAdmitted || (isRejected && all.length === 0)) return nothing;
    return { outcome: 'rejected', versionIds: all, admits: false, rejects: true };
  }
  if (verdict.kind === 'refused') {
    const told = staged.filter(({ statusReason }) => statusReason !== verdict.reason).map(({ versionId }) => versionId);
    return told.length === 0
      ? { ...nothing, outcome: isAdmitted ? 'unchanged' : 'refused' }
      : { outcome: 'refused', versionIds: told, admits: false, rejects: false };
  }
  if (isAdmitted && all.length === 0 && pendingLabels === 0) return nothing;
  return { outcome: all.length > 0 ? 'published' : 'admitted', versionIds: all, admits: true, rejects: false };
}
