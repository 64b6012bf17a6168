import type { Principal, RequestOrigin } from '@gati/authority';
import type { Clock, MakeId } from '@gati/clock';
import { RegistryError } from '@gati/errors';
import { splitName, type ArtifactName } from '@gati/identifiers';
import { actInNamespace } from '../act-in-namespace.ts';
import type { Audit } from '../audit.ts';
import type { RunTransaction } from '../dependencies.ts';
import { trustedPublishers, type TrustedPublisherRow } from '../repository.ts';
import { assertConfirmedPerson, type AssertConfirmed } from '../step-up.ts';

export interface AddTrustedPublisher {
  readonly artifact: ArtifactName;
  readonly issuer: string;
  readonly repository: string;
  readonly workflow: string;
  /** Null when any environment will do. */
  readonly environment: string | null;
}

interface Dependencies {
  readonly transaction: RunTransaction;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly assertConfirmed: AssertConfirmed;
  readonly audit: Audit;
  readonly issuers: readonly string[];
}

/** Trusted publishers of one namespace. */
export const trustedPublishersMax = 200;

const repositoryPattern = /^[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)+$/;
const workflowPattern = /^(?!.*(?:^|\/)\.\.(?:\/|$))[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)*\.ya?ml$/;
const environmentPattern = /^[^\p{Cc}]{1,255}$/u;

/** `publish.yml` is what GitHub's pages show; where it lies is known. */
const pathOf = (workflow: string, issuer: string): string =>
  issuer.includes('github') && !workflow.includes('/') ? `.github/workflows/${workflow}` : workflow;

/**
 * Lets a workflow of a CI service publish one artifact, which need not exist yet, with the rights of whoever adds it, and only as long as those last.
 * @throws UNAUTHENTICATED, NAMESPACE_PERMISSION_DENIED without the role admin
 * @throws FORBIDDEN for API keys: what they may not do themselves, they must not let others do
 * @throws STEP_UP_REQUIRED; VALIDATION_FAILED; QUOTA_EXCEEDED above 200
 */
export const addTrustedPublisher =
  ({ transaction, clock, makeId, assertConfirmed, audit, issuers }: Dependencies) =>
  async (principal: Principal, input: AddTrustedPublisher, origin: RequestOrigin): Promise<TrustedPublisherRow> => {
    await assertConfirmedPerson(assertConfirmed, principal, 'An API key cannot let a workflow publish.');
    const fields = [
      ...(issuers.includes(input.issuer)
        ? []
        : [{ path: 'input.issuer', message: 'is no CI service that this registry knows', fix: `Use one of ${issuers.join(', ')}.` }]),
      ...(repositoryPattern.test(input.repository) && input.repository.length <= 300
        ? []
        : [{ path: 'input.repository', message: 'is no repository', fix: 'Write it like acme/auth.' }]),
      ...(workflowPattern.test(input.workflow) && input.workflow.length <= 300
        ? []
        : [{ path: 'input.workflow', message: 'is no workflow', fix: 'Write it like publish.yml.' }]),
      ...(input.environment === null || environmentPattern.test(input.environment)
        ? []
        : [{ path: 'input.environment', message: 'is no name of an environment', fix: 'Write 1 to 255 characters, or leave it out.' }]),
    ];
    if (fields.length > 0) throw new RegistryError('VALIDATION_FAILED', { fields });
    const { handle, component: artifactName } = splitName(input.artifact);

    return actInNamespace({ transaction }, principal, { handle, action: 'key.register' }, async ({ tables, namespace, actor }) => {
      const known = await trustedPublishers(tables).list(namespace.id, trustedPublishersMax);
      const publisher = {
        id: makeId(),
        namespaceId: namespace.id,
        artifactName,
        issuer: input.issuer,
        repository: input.repository.toLowerCase(),
        workflow: pathOf(input.workflow, input.issuer),
        environment: input.environment ?? '',
        addedBy: actor.accountId,
        createdAt: clock(),
      };
      if (known.length >= trustedPublishersMax)
        throw new RegistryError('QUOTA_EXCEEDED', { what: 'The number of trusted publishers', limit: trustedPublishersMax, found: known.length + 1 });
      if (!(await trustedPublishers(tables).insert(publisher)))
        throw new RegistryError('VALIDATION_FAILED', {
          fields: [{ path: 'input', message: 'is a trusted publisher of this artifact already', fix: 'Nothing is to be done.' }],
        });
      const { repository, workflow, environment, issuer } = publisher;
      await audit.record(tables, {
        actor,
        action: 'trusted-publisher.add',
        subject: `@${handle}/${artifactName}`,
        details: { issuer, repository, workflow, environment },
        origin,
      });
      return { ...publisher, repositoryId: null, lastUsedAt: null };
    });
  };
