import { graphql } from '#web/gql/index.ts';

/** What the page says of the version whose way is watched. */
export const WatchedVersion = graphql(`
  query WatchedVersion($name: String!, $version: String!) {
    artifact(name: $name) {
      name
      type
      version(ref: $version) {
        version
        digest
        status
        statusReason
        publishedAt
        signature {
          signedAt
        }
        scan {
          status
          startedAt
          finishedAt
          score
          counts {
            critical
            high
            medium
            low
            unknown
          }
          findings(first: 100) {
            totalCount
            nodes {
              id
              severity
              title
            }
          }
        }
      }
    }
  }
`);

export const ScanProgress = graphql(`
  subscription ScanProgress($artifact: String!, $version: String!, $after: Int) {
    scanProgress(artifact: $artifact, version: $version, after: $after) {
      sequence
      stage
      percent
      status
      newFindings {
        id
        severity
        title
      }
      score
      counts {
        critical
        high
        medium
        low
        unknown
      }
      version {
        status
        statusReason
      }
    }
  }
`);

export const IndexingProgress = graphql(`
  subscription IndexingProgress($artifact: String!, $version: String!, $after: Int) {
    indexingProgress(artifact: $artifact, version: $version, after: $after) {
      sequence
      stage
      percent
      status
    }
  }
`);
