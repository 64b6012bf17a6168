import { graphql } from '#web/gql/index.ts';

export const ListedApiKey = graphql(`
  fragment ListedApiKey on ApiKey {
    id
    name
    scopes
    namespaces {
      handle
    }
    artifacts
    createdAt
    expiresAt
    lastUsedAt
    revokedAt
  }
`);

export const KeysPage = graphql(`
  query KeysPage {
    viewer {
      memberships {
        namespace {
          handle
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
        ...ListedApiKey
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

export const RotateApiKey = graphql(`
  mutation RotateApiKey($input: RotateApiKeyInput!) {
    rotateApiKey(input: $input) {
      secret
      apiKey {
        id
        name
      }
      previous {
        id
        expiresAt
      }
    }
  }
`);

export const RevokeApiKey = graphql(`
  mutation RevokeApiKey($input: RevokeApiKeyInput!) {
    revokeApiKey(input: $input) {
      apiKey {
        id
        revokedAt
      }
    }
  }
`);
