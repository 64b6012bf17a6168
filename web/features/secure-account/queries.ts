import { graphql } from '#web/gql/index.ts';

export const SecurityPage = graphql(`
  query SecurityPage {
    viewer {
      account {
        handle
      }
      twoFactor {
        isEnabled
        totpSince
        recoveryCodesLeft
        passkeys {
          id
          name
          isBackedUp
          createdAt
          lastUsedAt
        }
      }
      sessions {
        id
        isCurrent
        clientName
        method
        address
        createdAt
        lastUsedAt
      }
    }
  }
`);

export const ChangePassword = graphql(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input) {
      endedCount
    }
  }
`);

export const EndSession = graphql(`
  mutation EndSession($input: EndSessionInput!) {
    endSession(input: $input) {
      session {
        id
      }
    }
  }
`);

export const SignOutEverywhere = graphql(`
  mutation SignOutEverywhere($input: SignOutEverywhereInput!) {
    signOutEverywhere(input: $input) {
      endedCount
    }
  }
`);

export const StartTotp = graphql(`
  mutation StartTotp {
    startTotp {
      secret
      uri
    }
  }
`);

export const ConfirmTotp = graphql(`
  mutation ConfirmTotp($input: ConfirmTotpInput!) {
    confirmTotp(input: $input) {
      recoveryCodes
    }
  }
`);

export const RemoveTotp = graphql(`
  mutation RemoveTotp {
    removeTotp {
      twoFactor {
        isEnabled
      }
    }
  }
`);

export const CreateRecoveryCodes = graphql(`
  mutation CreateRecoveryCodes {
    createRecoveryCodes {
      recoveryCodes
    }
  }
`);

export const StartPasskey = graphql(`
  mutation StartPasskey {
    startPasskey {
      options
    }
  }
`);

export const AddPasskey = graphql(`
  mutation AddPasskey($input: AddPasskeyInput!) {
    addPasskey(input: $input) {
      passkey {
        id
      }
      recoveryCodes
    }
  }
`);

export const RemovePasskey = graphql(`
  mutation RemovePasskey($input: RemovePasskeyInput!) {
    removePasskey(input: $input) {
      twoFactor {
        isEnabled
      }
    }
  }
`);
