import type { FactsFor, Principal } from '@gati/authority';
import { bindJob, type BoundJob } from '@gati/jobs';
import type { Dependencies } from './dependencies.ts';
import { sealAuditLogJob } from './jobs/seal-audit-log.ts';
import { exportAuditLog, readAuditLog, scopeOfAudit } from './use-cases/read-audit-log.ts';
import { sealAuditLog } from './use-cases/seal-audit-log.ts';
import { verifyAuditLog } from './use-cases/verify-audit-log.ts';

interface AuditLogDependencies extends Pick<Dependencies, 'tables' | 'transaction' | 'clock' | 'log'> {
  readonly factsFor: FactsFor;
  readonly isStillValid: (principal: Principal) => Promise<boolean>;
  readonly isAdministrator: (principal: Principal) => boolean;
  /** Of the codes over the heads of the chain. */
  readonly key: Uint8Array;
}

/** What is done with the audit log beside writing it: chained, read, exported, verified. */
export function createAuditLog(dependencies: AuditLogDependencies) {
  const scopeOf = scopeOfAudit(dependencies);
  const jobs: readonly BoundJob[] = [bindJob(sealAuditLogJob, { seal: sealAuditLog(dependencies) })];
  return {
    acts: {
      readAuditLog: readAuditLog({ ...dependencies, scopeOf }),
      exportAuditLog: exportAuditLog({ ...dependencies, scopeOf }),
      /** Decides nothing: for whoever runs the registry, and for administrators of the site. */
      verifyAuditLog: verifyAuditLog(dependencies),
    },
    jobs,
  };
}
