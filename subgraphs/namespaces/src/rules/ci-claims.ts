import { z } from 'zod';

/** What a CI service says of the run that shows its token. */
export interface CiRun {
  /** `owner/name`, in lower case: the services tell no difference. */
  readonly repository: string;
  /** The service's own id of the repository: a name may be given to another. */
  readonly repositoryId: string;
  /** Path of the workflow in the repository. */
  readonly workflow: string;
  /** Empty where the run has none. */
  readonly environment: string;
}

const text = z.string().min(1).max(500);
/** GitHub Docs, "OpenID Connect reference": the workflow that was started, as `owner/name/.github/workflows/publish.yml@refs/heads/main`. */
const github = z.object({ repository: text, repository_id: text, workflow_ref: text, environment: text.optional() });
/** GitLab Docs, "OpenID Connect (OIDC) authentication using ID tokens": `gitlab.com/group/project//.gitlab-ci.yml@refs/heads/main`. */
const gitlab = z.object({ project_path: text, project_id: text, ci_config_ref_uri: text, environment: text.optional() });

/** The run that a token's claims describe; null when they describe none, or a workflow of another repository. */
export function readCiRun(claims: unknown): CiRun | null {
  const hub = github.safeParse(claims).data;
  if (hub) return run(hub.repository, hub.repository_id, hub.environment, hub.workflow_ref, `${hub.repository}/`);
  const lab = gitlab.safeParse(claims).data;
  if (!lab) return null;
  const [, ...rest] = lab.ci_config_ref_uri.split('/');
  return run(lab.project_path, lab.project_id, lab.environment, rest.join('/'), `${lab.project_path}//`);
}

function run(repository: string, repositoryId: string, environment: string | undefined, reference: string, prefix: string): CiRun | null {
  const at = reference.indexOf('@', prefix.length);
  const isOwn = reference.toLowerCase().startsWith(prefix.toLowerCase());
  if (!isOwn || at <= prefix.length) return null;
  return { repository: repository.toLowerCase(), repositoryId, workflow: reference.slice(prefix.length, at), environment: environment ?? '' };
}
