/** Bounds of a manifest. The first is the contract's; the others keep one manifest from costing more than others do. */
export const manifestLimits = {
  /** Bytes of a manifest as canonical JSON. */
  sizeBytes: 1024 * 1024,
  /** Nesting of objects and lists; a GType of 64 levels takes twice as many. */
  depth: 200,
  /** Levels of one GType. */
  gtypeDepth: 64,
  descriptionLength: 300,
  keywords: 20,
  keywordLength: 50,
  capabilities: 50,
  dependencies: 200,
  files: 1000,
  handlers: 500,
  /** Faults that are reported at once. */
  faults: 50,
} as const;
