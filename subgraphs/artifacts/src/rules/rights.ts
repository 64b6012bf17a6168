import { splitName, type ArtifactName } from '@gati/identifiers';
import { decide, type NamespaceFacts, type Principal } from '@gati/authority';

/** What a caller may know of an artifact. */
export interface Rights {
  /** It exists for the caller. */
  readonly canRead: boolean;
  /** The caller writes to its namespace, and so sees what is staged, rejected or pending. */
  readonly seesAll: boolean;
}

export interface Standing {
  readonly artifactId: string;
  readonly visibility: 'public' | 'private';
  /** Whether anything of it was ever admitted. */
  readonly isAdmitted: boolean;
  /** With its namespace. */
  readonly name: ArtifactName;
}

const none: Rights = { canRead: false, seesAll: false };

/** Others than writers know of an artifact once something of it is admitted, and then if it is public or they may read in its namespace. */
export function rightsOf(principal: Principal, facts: NamespaceFacts | null | undefined, { artifactId, name, visibility, isAdmitted }: Standing): Rights {
  if (!facts) return none;
  const artifact = splitName(name).component;
  const may = (action: 'artifact.read' | 'artifact.push', subject: Pick<Standing, 'visibility' | 'isAdmitted'>): boolean =>
    decide(principal, action, { ...facts, artifact, artifactId, visibility: subject.visibility, admitted: subject.isAdmitted }).kind === 'allowed';
  const seesAll = may('artifact.push', { visibility, isAdmitted }) || may('artifact.read', { visibility: 'private', isAdmitted: false });
  return { seesAll, canRead: seesAll || may('artifact.read', { visibility, isAdmitted }) };
}

export type VersionStatus = 'staged' | 'published' | 'yanked' | 'quarantined' | 'rejected';

/** Whether a version exists for the caller: what is staged or rejected is for writers, everything else for whoever knows the artifact. */
export const canSeeVersion = ({ canRead, seesAll }: Rights, status: VersionStatus): boolean =>
  seesAll || (canRead && status !== 'staged' && status !== 'rejected');
