import { graphql } from '#web/gql/index.ts';

export const SignUp = graphql(`
  mutation SignUp($input: SignUpInput!) {
    signUp(input: $input) {
      session {
        ...GrantedSession
      }
    }
  }
`);

export const SignIn = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      session {
        ...GrantedSession
      }
    }
  }
`);

export const SignInWithPasskey = graphql(`
  mutation SignInWithPasskey($input: SignInWithPasskeyInput!) {
    signInWithPasskey(input: $input) {
      session {
        ...GrantedSession
      }
    }
  }
`);

export const SignOut = graphql(`
  mutation SignOut {
    signOut {
      endedAt
    }
  }
`);

export const ApproveDeviceLogin = graphql(`
  mutation ApproveDeviceLogin($input: ApproveDeviceLoginInput!) {
    approveDeviceLogin(input: $input) {
      clientName
    }
  }
`);
