import { assertAllowed, decide, type Action, type KnownPrincipal, type Principal } from '@gati/authority';
import { RegistryError } from '@gati/errors';
import type { RunTransaction } from './dependencies.ts';
import type { Emit } from './events.ts';
import { members, namespaces, type NamespaceRow, type Tables } from './repository.ts';

/** A namespace whose members do not change until the transaction ends. */
export interface HeldNamespace {
  readonly tables: Tables;
  readonly emit: Emit;
  readonly namespace: NamespaceRow;
  /** Who acts; known, because nobody else may act at all. */
  readonly actor: KnownPrincipal;
  /** Whether the actor may do this, by the roles as they are now. @throws UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED */
  readonly assertMay: (action: Action) => Promise<void>;
}

/**
 * Runs the work on a namespace while nobody else changes its members. Rights are decided inside, so that of two who demote one another the second has none any more.
 * @param action  the least that is needed; the work may ask for more
 * @throws NOT_FOUND, UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED
 */
export async function actInNamespace<T>(
  { transaction }: { readonly transaction: RunTransaction },
  principal: Principal,
  { handle, action }: { readonly handle: string; readonly action: Action },
  work: (held: HeldNamespace) => Promise<T>,
): Promise<T> {
  return transaction(async (tables, emit) => {
    const namespace = await namespaces(tables).findByHandle(handle);
    if (!namespace) throw new RegistryError('NOT_FOUND', { reference: `@${handle}` });
    await members(tables).lock(namespace.id);
    const assertMay = (asked: Action) => assertMayActOn(tables, principal, namespace, asked);
    await assertMay(action);
    return work({ tables, emit, namespace, actor: principal as KnownPrincipal, assertMay });
  });
}

/** Whether `assertMayActOn` would let it pass. */
export const mayActOn = (...asked: Parameters<typeof assertMayActOn>): Promise<boolean> =>
  assertMayActOn(...asked).then(
    () => true,
    (error: unknown) => {
      if (error instanceof RegistryError && error.code !== 'UPSTREAM_UNAVAILABLE') return false;
      throw error;
    },
  );

/** Decides by the roles as these tables have them. Namespaces are public: who may not act is told so. @throws UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED */
export async function assertMayActOn(tables: Tables, principal: Principal, { id, handle }: Pick<NamespaceRow, 'id' | 'handle'>, action: Action): Promise<void> {
  const [standing] = await namespaces(tables).standingOf(principal.kind === 'anonymous' ? null : principal.accountId, [id]);
  const subject = { namespaceId: id, handle, role: standing?.role ?? null, visibility: 'public', admitted: true } as const;
  assertAllowed(decide(principal, action, subject), { reference: `@${handle}`, handle });
}
