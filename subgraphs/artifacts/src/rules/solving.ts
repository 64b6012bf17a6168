/** Who needs a name, and what of it: the root reference or the version that declares it. */
export interface Requirement {
  readonly name: string;
  /** As written: a range, a version, a label, a digest. */
  readonly text: string;
  /** `@acme/auth@1.2.0`; null for what was asked for. */
  readonly by: string | null;
}

export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly version: string;
}

/** What is known so far. The solver is pure: what it misses it names, and is called again with it. */
export interface Catalog {
  /** The versions that a requirement may mean, best first; undefined while the name is not loaded, empty when there is none. */
  readonly candidates: (requirement: Requirement) => readonly Candidate[] | undefined;
  /** What a version declares to need; undefined while that is not loaded. */
  readonly dependencies: (versionId: string) => readonly { readonly name: string; readonly text: string }[] | undefined;
}

export type Solution =
  | {
      readonly kind: 'solved';
      readonly chosen: ReadonlyMap<string, Candidate>;
      /** Requirements that nothing meets; they bind nobody. */ readonly unmet: readonly Requirement[];
    }
  | { readonly kind: 'missing'; readonly names: ReadonlySet<string>; readonly versionIds: ReadonlySet<string> }
  | { readonly kind: 'conflict'; readonly name: string; readonly wanted: readonly Requirement[] }
  | { readonly kind: 'tooLarge' };

/** Choices that may still be tried; shared by all calls that serve one request, so that nobody's knot of ranges can keep the process busy. */
export interface Effort {
  triesLeft: number;
}

/**
 * Chooses one version for each name so that every requirement is met, the best candidates of what is nearest to the roots first. Where the best do not go together it goes back
 * to the latest choice that had a part in the clash (conflict-directed backjumping) and takes the next one there. When the effort is spent, a clash that was met stays one.
 */
export function solve(
  roots: readonly Requirement[],
  catalog: Catalog,
  { artifactsMax, effort }: { readonly artifactsMax: number; readonly effort: Effort },
): Solution {
  const wanted = new Map<string, Requirement[]>();
  /** The names of `wanted` in the order in which they came up. */
  const order: string[] = [];
  const chosen = new Map<string, Candidate | null>();
  const byNameOf = new Map<string, string>();
  const missing = { names: new Set<string>(), versionIds: new Set<string>() };
  let unmet: Requirement[] = [];
  let firstClash: { readonly name: string; readonly wanted: readonly Requirement[] } | null = null;
  let isTooLarge = false;

  const idsMeeting = new Map<string, ReadonlySet<string> | null>();
  const meets = (requirement: Requirement, candidate: Candidate): boolean => {
    const key = `${requirement.name}@${requirement.text}`;
    let ids = idsMeeting.get(key);
    if (ids === undefined) {
      const candidates = catalog.candidates(requirement);
      ids = candidates ? new Set(candidates.map(({ id }) => id)) : null;
      idsMeeting.set(key, ids);
    }
    return ids?.has(candidate.id) ?? true;
  };
  const clash = (name: string): void => void (firstClash ??= { name, wanted: [...(wanted.get(name) ?? [])] });

  /** Adds what a version needs; undone by the returned function. @returns the name whose choice does not go with it, or null */
  const require = (requirements: readonly Requirement[]): { readonly clashed: string | null; readonly undo: () => void } => {
    const added: string[] = [];
    const unmetBefore = unmet;
    let clashed: string | null = null;
    for (const requirement of requirements) {
      const candidates = catalog.candidates(requirement);
      if (candidates?.length === 0) {
        unmet = [...unmet, requirement];
        continue;
      }
      const all = wanted.get(requirement.name);
      if (all) all.push(requirement);
      else {
        wanted.set(requirement.name, [requirement]);
        order.push(requirement.name);
      }
      added.push(requirement.name);
      const other = chosen.get(requirement.name);
      if (other && !meets(requirement, other)) {
        clash(requirement.name);
        clashed = requirement.name;
        break;
      }
    }
    return {
      clashed,
      undo: () => {
        unmet = unmetBefore;
        for (const name of added.toReversed()) {
          const all = wanted.get(name)!;
          all.pop();
          if (all.length > 0) continue;
          wanted.delete(name);
          order.pop();
        }
      },
    };
  };

  /** Decides every name from this place of the order on. @returns null when that worked, else the names whose choices are to blame */
  const decide = (place: number): ReadonlySet<string> | null => {
    const name = order[place];
    if (name === undefined) return null;
    if (chosen.size >= artifactsMax) {
      isTooLarge = true;
      return new Set();
    }
    const requirements = wanted.get(name)!;
    const blamed = new Set(requirements.flatMap(({ by }) => (by === null ? [] : [byNameOf.get(by)!])));
    const lists = requirements.map((requirement) => catalog.candidates(requirement));
    if (lists.some((list) => list === undefined)) {
      missing.names.add(name);
      chosen.set(name, null);
      const failure = decide(place + 1);
      if (failure) chosen.delete(name);
      return failure;
    }

    for (const candidate of lists[0]!.filter((one) => requirements.every((requirement) => meets(requirement, one)))) {
      if (--effort.triesLeft < 0) return new Set();
      const dependencies = catalog.dependencies(candidate.id);
      if (!dependencies) missing.versionIds.add(candidate.id);
      const by = `${name}@${candidate.version}`;
      byNameOf.set(by, name);
      chosen.set(name, candidate);
      const { clashed, undo } = require((dependencies ?? []).map((dependency) => ({ ...dependency, by })));
      const failure: ReadonlySet<string> | null = clashed === null ? decide(place + 1) : new Set([clashed, name]);
      if (!failure) return null;
      undo();
      chosen.delete(name);
      if (!failure.has(name)) return failure;
      for (const other of failure) if (other !== name) blamed.add(other);
    }
    clash(name);
    return blamed;
  };

  require(roots);
  const failure = decide(0);
  if (isTooLarge) return { kind: 'tooLarge' };
  // What is not loaded yet can only add requirements, so a clash without it stays one.
  if (failure) return { kind: 'conflict', ...(firstClash ?? { name: roots[0]!.name, wanted: roots.slice(0, 1) }) };
  if (missing.names.size + missing.versionIds.size > 0) return { kind: 'missing', ...missing };
  return { kind: 'solved', chosen: new Map([...chosen].flatMap(([name, candidate]) => (candidate ? [[name, candidate]] : []))), unmet };
}
