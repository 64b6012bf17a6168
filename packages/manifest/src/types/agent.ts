import { z } from 'zod';
import { artifactName, capability, identifier, listOf, path, range, requirements } from '../fields.ts';

const skill = z.strictObject({
  id: identifier,
  /** The artifact that provides it; without one it is part of the recipe. */
  uses: artifactName.optional(),
  /** Skills whose results it needs. */
  needs: listOf(identifier, 100).optional(),
});

/** A recipe of skills, models and capabilities. Its skill graph is refused on a cycle or a dangling edge. */
export const agentSettings = z
  .strictObject({
    recipe: path,
    skills: z.array(skill).max(200).optional(),
    models: requirements.optional(),
    /** What it must be allowed to do; everything else is denied. */
    requires: listOf(capability, 50).optional(),
    gati: range.optional(),
    limits: z.strictObject({ maxSteps: z.int().min(1).optional(), timeoutSeconds: z.int().min(1).optional(), maxTokens: z.int().min(1).optional() }).optional(),
  })
  .superRefine(({ skills = [] }, context) => {
    const ids = new Set<string>();
    skills.forEach(({ id }, index) => {
      if (ids.has(id))
        context.addIssue({
          code: 'custom',
          path: ['skills', index, 'id'],
          message: `«${id}» is the name of two skills`,
          params: { fix: 'Rename one of them.' },
        });
      ids.add(id);
    });
    skills.forEach(({ needs = [] }, index) =>
      needs.forEach((need, position) => {
        if (!ids.has(need))
          context.addIssue({
            code: 'custom',
            path: ['skills', index, 'needs', position],
            message: `«${need}» is no skill of this agent`,
            params: { fix: 'Add the skill, or do not need it.' },
          });
      }),
    );
    const circle = circleIn(new Map(skills.map(({ id, needs = [] }) => [id, needs])));
    if (circle)
      context.addIssue({ code: 'custom', path: ['skills'], message: `runs in a circle: ${circle.join(' → ')}`, params: { fix: 'Remove one of these needs.' } });
  });

/** A circle of a graph, its first node again at the end; null when there is none. Each node is looked at once. */
export function circleIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const finished = new Set<string>();
  for (const start of graph.keys()) {
    const trail: { readonly id: string; readonly next: Iterator<string> }[] = [];
    const enter = (id: string) => trail.push({ id, next: (graph.get(id) ?? [])[Symbol.iterator]() });
    if (!finished.has(start)) enter(start);
    while (trail.length > 0) {
      const { id, next } = trail.at(-1)!;
      const { done, value } = next.next();
      if (done) {
        finished.add(id);
        trail.pop();
        continue;
      }
      const seenAt = trail.findIndex((step) => step.id === value);
      if (seenAt >= 0) return [...trail.slice(seenAt).map((step) => step.id), value];
      if (!finished.has(value)) enter(value);
    }
  }
  return null;
}
