import { expect, test } from 'vitest';
import { readCiRun } from './ci-claims.ts';

const github = { repository: 'Acme/auth', repository_id: '42', workflow_ref: 'Acme/auth/.github/workflows/publish.yml@refs/heads/main' };
const gitlab = { project_path: 'acme/tools/auth', project_id: '7', ci_config_ref_uri: 'gitlab.com/acme/tools/auth//.gitlab-ci.yml@refs/tags/v1' };

test('a run is read from the claims of GitHub and GitLab', () => {
  expect(readCiRun(github)).toEqual({ repository: 'acme/auth', repositoryId: '42', workflow: '.github/workflows/publish.yml', environment: '' });
  expect(readCiRun({ ...github, environment: 'release' })?.environment).toBe('release');
  expect(readCiRun(gitlab)).toEqual({ repository: 'acme/tools/auth', repositoryId: '7', workflow: '.gitlab-ci.yml', environment: '' });
});

test.each([
  ['a workflow of another repository', { ...github, workflow_ref: 'mallory/auth/.github/workflows/publish.yml@refs/heads/main' }],
  ['a repository whose name goes on', { ...github, workflow_ref: 'Acme/auth-evil/.github/workflows/publish.yml@main' }],
  ['no reference', { ...github, workflow_ref: 'Acme/auth/.github/workflows/publish.yml' }],
  ['no path', { ...github, workflow_ref: 'Acme/auth/@refs/heads/main' }],
  ['no id', { ...github, repository_id: undefined }],
  ['numbers', { ...github, repository: 1 }],
  ['nothing', {}],
  ['another project of GitLab', { ...gitlab, ci_config_ref_uri: 'gitlab.com/mallory/auth//.gitlab-ci.yml@main' }],
])('claims with %s describe no run', (_, claims) => {
  expect(readCiRun(claims)).toBeNull();
});
