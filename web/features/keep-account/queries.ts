import { graphql } from '#web/gql/index.ts';

export const AccountPage = graphql(`
  query AccountPage {
    viewer {
      account {
        handle
        email
      }
      memberships {
        role
        namespace {
          handle
          kind
          displayName
          signingKeys {
            id
            fingerprint
            algorithm
            validFrom
            revokedAt
          }
        }
      }
      apiKeys {
        id
        name
        scopes
        namespaces {
          handle
        }
        createdAt
        expiresAt
        lastUsedAt
        revokedAt
      }
    }
  }
`);

export const CreateApiKey = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      secret
      apiKey {
        id
        name
      }
    }
  }
`);

export const RevokeApiKey = graphql(`
  mutation RevokeApiKey($input: RevokeApiKeyInput!) {
    revokeApiKey(input: $input) {
      apiKey {
        id
        name
        revokedAt
      }
    }
  }
`);
