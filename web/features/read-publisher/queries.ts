import { graphql } from '#web/gql/index.ts';

export const Publisher = graphql(`
  query Publisher($handle: String!, $first: Int!, $after: String) {
    namespace(handle: $handle) {
      handle
      kind
      displayName
      badges {
        kind
        subject
        verifiedAt
      }
      members(first: 20) {
        totalCount
        nodes {
          role
          account {
            handle
          }
        }
      }
      signingKeys {
        id
        fingerprint
        algorithm
        validFrom
        revokedAt
      }
      artifacts(first: $first, after: $after) {
        totalCount
        pageInfo {
          endCursor
          hasNextPage
        }
        nodes {
          name
          type
          description
          license
          visibility
          downloads {
            total
            lastWeek
          }
          latest {
            version
            status
            publishedAt
            deprecation {
              message
            }
            scan {
              score
            }
          }
          pricing {
            model
          }
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
