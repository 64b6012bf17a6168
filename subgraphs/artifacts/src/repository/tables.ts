import type { Transaction } from '@gati/database';

/** SQL of one's own, beside the models that each repository names. */
export type Sql = Pick<Transaction, '$queryRaw' | '$executeRaw'>;
