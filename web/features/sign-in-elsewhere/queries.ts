import { graphql } from '#web/gql/index.ts';

export const SignInProviders = graphql(`
  query SignInProviders {
    signInProviders
  }
`);

export const LinkedIdentities = graphql(`
  query LinkedIdentities {
    signInProviders
    viewer {
      identities {
        id
        provider
        name
        linkedAt
        lastUsedAt
      }
    }
  }
`);

export const ExchangeSignInCode = graphql(`
  mutation ExchangeSignInCode($input: ExchangeSignInCodeInput!) {
    exchangeSignInCode(input: $input) {
      session {
        ...GrantedSession
      }
    }
  }
`);

export const LinkIdentity = graphql(`
  mutation LinkIdentity($input: LinkIdentityInput!) {
    linkIdentity(input: $input) {
      identity {
        id
      }
    }
  }
`);

export const UnlinkIdentity = graphql(`
  mutation UnlinkIdentity($input: UnlinkIdentityInput!) {
    unlinkIdentity(input: $input) {
      identity {
        id
      }
    }
  }
`);
