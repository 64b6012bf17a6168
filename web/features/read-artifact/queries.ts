import { graphql } from '#web/gql/index.ts';

/** What stands above the tabs of every page of an artifact. */
export const ArtifactHead = graphql(`
  fragment ArtifactHead on Artifact {
    name
    type
    description
    license
    keywords
    visibility
    stars
    viewerHasStarred
    downloads {
      total
      lastWeek
    }
    namespace {
      handle
      displayName
      badges {
        kind
        subject
        verifiedAt
      }
    }
    tags {
      name
      version {
        version
      }
    }
    latest {
      version
    }
    versions(first: 40) {
      totalCount
      nodes {
        version
        status
      }
    }
    timescape(last: 40) {
      edges {
        breaking
        to {
          version
        }
      }
    }
    pricing {
      model
    }
  }
`);

/** What is said of the chosen version above the tabs. */
export const VersionHead = graphql(`
  fragment VersionHead on Version {
    version
    digest
    status
    statusReason
    publishedAt
    sizeBytes
    deprecation {
      message
      successor {
        name
      }
    }
    dependencies {
      name
      range
    }
    signature {
      status
      signedBy {
        kind
        subject
        fingerprint
      }
      signedAt
    }
    scan {
      status
      score
      counts {
        critical
        high
        medium
        low
        unknown
      }
    }
  }
`);

export const Overview = graphql(`
  query Overview($name: String!, $ref: String!) {
    artifact(name: $name) {
      ...ArtifactHead
      version(ref: $ref) {
        ...VersionHead
        readme {
          html
        }
      }
      namespace {
        members(first: 10) {
          totalCount
          nodes {
            role
            account {
              handle
            }
          }
        }
      }
    }
  }
`);

export const Versions = graphql(`
  query Versions($name: String!, $ref: String!, $first: Int!, $after: String) {
    artifact(name: $name) {
      ...ArtifactHead
      version(ref: $ref) {
        ...VersionHead
      }
      listed: versions(first: $first, after: $after) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        nodes {
          version
          status
          statusReason
          publishedAt
          sizeBytes
          digest
          scan {
            score
          }
        }
      }
    }
  }
`);

export const Dependencies = graphql(`
  query Dependencies($name: String!, $ref: String!) {
    artifact(name: $name) {
      ...ArtifactHead
      version(ref: $ref) {
        ...VersionHead
      }
    }
  }
`);

/** Everything that installing one version brings along. */
export const ResolvedTree = graphql(`
  query ResolvedTree($refs: [String!]!) {
    resolve(refs: $refs) {
      roots {
        name
        version
      }
      artifacts {
        name
        version
        layers {
          sizeBytes
        }
        dependencies {
          name
          version
        }
        signature {
          status
        }
      }
      problems {
        ref
        code
        message
        suggestion
      }
    }
  }
`);

/** The manifest alone, for what an artifact says of itself while none of its versions is the latest. */
export const ManifestText = graphql(`
  query ManifestText($name: String!, $ref: String!) {
    artifact(name: $name) {
      version(ref: $ref) {
        manifest
      }
    }
  }
`);

export const Manifest = graphql(`
  query Manifest($name: String!, $ref: String!) {
    artifact(name: $name) {
      ...ArtifactHead
      version(ref: $ref) {
        ...VersionHead
        artifactType
        manifest
        layers {
          digest
          mediaType
          sizeBytes
        }
      }
    }
  }
`);

export const Security = graphql(`
  query Security($name: String!, $ref: String!, $first: Int!, $after: String) {
    artifact(name: $name) {
      ...ArtifactHead
      version(ref: $ref) {
        ...VersionHead
        signature {
          transparencyLog {
            index
          }
        }
        attestations {
          predicateType
          status
          digest
        }
        sbom {
          format
          digest
          componentCount
        }
        scan {
          startedAt
          finishedAt
          scoreReasons {
            delta
            reason
          }
          engines {
            name
            version
            databaseUpdatedAt
            status
          }
          findings(first: $first, after: $after) {
            totalCount
            pageInfo {
              endCursor
              hasNextPage
            }
            nodes {
              id
              kind
              severity
              title
              path
              advisory {
                id
                aliases
                url
                cvssScore
              }
              package {
                name
                version
                fixedVersion
              }
              suggestion
            }
          }
        }
      }
    }
  }
`);

export const StarArtifact = graphql(`
  mutation StarArtifact($input: StarArtifactInput!) {
    starArtifact(input: $input) {
      artifact {
        stars
        viewerHasStarred
      }
    }
  }
`);

export const UnstarArtifact = graphql(`
  mutation UnstarArtifact($input: UnstarArtifactInput!) {
    unstarArtifact(input: $input) {
      artifact {
        stars
        viewerHasStarred
      }
    }
  }
`);
