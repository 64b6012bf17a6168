import { graphql } from '#web/gql/index.ts';
import type { MembershipsQuery } from '#web/gql/graphql.ts';

/** The namespaces of who asks, with the roles there. */
export const Memberships = graphql(`
  query Memberships {
    viewer {
      memberships {
        role
        namespace {
          handle
        }
      }
    }
  }
`);

/** Whether who asked may publish in this namespace. What could not be read counts as no. */
export function mayPublish(data: MembershipsQuery | null, handle: string): boolean {
  return (data?.viewer?.memberships ?? []).some(({ role, namespace }) => role !== 'READ' && namespace.handle === handle);
}
