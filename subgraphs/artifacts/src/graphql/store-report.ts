import type { UpkeepReport } from '../upkeep.ts';

/** A report of the store's upkeep as the schema shows it. */
export const shownReport = ({ kind, ...report }: UpkeepReport) => ({ ...report, kind: kind.toUpperCase() });
