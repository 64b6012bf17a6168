import type { ScanFinding } from '../scanner.ts';

/** Whether findings mean that a version does harm and is refused: one of kind MALWARE with severity CRITICAL or HIGH. Those rules each name an act that ordinary code has no reason for (running decoded or downloaded code, sending secrets away).
 *  MALWARE of lower severity is suspicion to be shown, secrets and install scripts are the publisher's carelessness, and vulnerabilities are somebody's mistake: none of them refuses a version. */
export const isMalicious = (findings: readonly ScanFinding[]): boolean =>
  findings.some(({ kind, severity }) => kind === 'MALWARE' && (severity === 'CRITICAL' || severity === 'HIGH'));
