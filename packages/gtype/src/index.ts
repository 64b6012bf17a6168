export { canonicalJson, hashOfGTypes } from './canonical.ts';
export { compareGTypes, type Bump, type Comparison, type TypeChange } from './compare.ts';
export { isSubtype, type Definitions, type Side } from './subtype.ts';
export type { GType, GTypes, GValidator } from './types.ts';
