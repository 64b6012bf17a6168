import { graphql } from '#web/gql/index.ts';

export const ProfilePage = graphql(`
  query ProfilePage {
    viewer {
      account {
        handle
        email
      }
      isEmailVerified
      invitations {
        id
      }
    }
  }
`);

export const RequestEmailVerification = graphql(`
  mutation RequestEmailVerification {
    requestEmailVerification {
      expiresAt
    }
  }
`);
