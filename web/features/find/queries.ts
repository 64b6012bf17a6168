import { graphql } from '#web/gql/index.ts';

/** A line of a list: what one needs to judge a hit without opening it. */
export const FoundArtifact = graphql(`
  fragment FoundArtifact on Artifact {
    name
    type
    description
    license
    visibility
    downloads {
      total
      lastWeek
    }
    namespace {
      handle
      badges {
        kind
        subject
      }
    }
    latest {
      version
      status
      publishedAt
      deprecation {
        message
        successor {
          name
        }
      }
      scan {
        score
      }
    }
    pricing {
      model
    }
  }
`);

export const Home = graphql(`
  query Home {
    installed: search(query: { sort: DOWNLOADS }, first: 50) {
      totalCount
      facets {
        field
        buckets {
          value
          count
        }
      }
      nodes {
        artifact {
          ...FoundArtifact
        }
      }
    }
    updated: search(query: { sort: UPDATED }, first: 6) {
      nodes {
        artifact {
          ...FoundArtifact
          updatedAt
        }
      }
    }
    newest: search(query: { sort: CREATED }, first: 6) {
      nodes {
        artifact {
          ...FoundArtifact
          createdAt
        }
      }
    }
  }
`);

export const Search = graphql(`
  query Search($query: SearchInput!, $first: Int!, $after: String) {
    search(query: $query, first: $first, after: $after) {
      totalCount
      totalCountIsExact
      tookMs
      didYouMean
      pageInfo {
        endCursor
        hasNextPage
      }
      facets {
        field
        buckets {
          value
          count
        }
      }
      nodes {
        highlights {
          field
          html
        }
        artifact {
          ...FoundArtifact
          versions(first: 40) {
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
        }
      }
    }
  }
`);

export const Suggest = graphql(`
  query Suggest($prefix: String!, $limit: Int!) {
    suggest(prefix: $prefix, limit: $limit) {
      text
      kind
      artifact {
        name
        type
      }
    }
  }
`);
