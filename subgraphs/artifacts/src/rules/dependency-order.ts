/** A graph in the order in which its nodes can be made: what a node needs comes before it. */
export interface DependencyOrder {
  readonly order: readonly string[];
  /** One circle for each knot of nodes that need one another, the first node again at the end. */
  readonly circles: readonly (readonly string[])[];
}

/** Each node and each edge is looked at once; no recursion, because depth is the publisher's choice. */
export function orderDependencies(graph: ReadonlyMap<string, readonly string[]>): DependencyOrder {
  const order: string[] = [];
  const circles: (readonly string[])[] = [];
  const finished = new Set<string>();
  const inCircle = new Set<string>();

  for (const start of graph.keys()) {
    if (finished.has(start)) continue;
    const trail: { readonly name: string; readonly next: Iterator<string> }[] = [];
    const placeOf = new Map<string, number>();
    const enter = (name: string): void => {
      placeOf.set(name, trail.length);
      trail.push({ name, next: (graph.get(name) ?? []).values() });
    };
    enter(start);
    while (trail.length > 0) {
      const { name, next } = trail.at(-1)!;
      const { done, value } = next.next();
      if (done) {
        trail.pop();
        placeOf.delete(name);
        finished.add(name);
        order.push(name);
        continue;
      }
      const place = placeOf.get(value);
      if (place !== undefined) {
        const circle = trail.slice(place).map((step) => step.name);
        if (!circle.every((one) => inCircle.has(one))) circles.push([...circle, value]);
        for (const one of circle) inCircle.add(one);
      } else if (!finished.has(value) && graph.has(value)) enter(value);
    }
  }
  return { order, circles };
}
