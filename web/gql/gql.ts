/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  fragment FoundArtifact on Artifact {\n    name\n    type\n    description\n    license\n    visibility\n    downloads {\n      total\n      lastWeek\n    }\n    namespace {\n      handle\n      badges {\n        kind\n        subject\n      }\n    }\n    latest {\n      version\n      status\n      publishedAt\n      deprecation {\n        message\n        successor {\n          name\n        }\n      }\n      scan {\n        score\n      }\n    }\n    pricing {\n      model\n    }\n  }\n": typeof types.FoundArtifactFragmentDoc,
    "\n  query Home {\n    installed: search(query: { sort: DOWNLOADS }, first: 50) {\n      totalCount\n      facets {\n        field\n        buckets {\n          value\n          count\n        }\n      }\n      nodes {\n        artifact {\n          ...FoundArtifact\n        }\n      }\n    }\n    updated: search(query: { sort: UPDATED }, first: 6) {\n      nodes {\n        artifact {\n          ...FoundArtifact\n          updatedAt\n        }\n      }\n    }\n    newest: search(query: { sort: CREATED }, first: 6) {\n      nodes {\n        artifact {\n          ...FoundArtifact\n          createdAt\n        }\n      }\n    }\n  }\n": typeof types.HomeDocument,
    "\n  query Search($query: SearchInput!, $first: Int!, $after: String) {\n    search(query: $query, first: $first, after: $after) {\n      totalCount\n      totalCountIsExact\n      tookMs\n      didYouMean\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      facets {\n        field\n        buckets {\n          value\n          count\n        }\n      }\n      nodes {\n        highlights {\n          field\n          html\n        }\n        artifact {\n          ...FoundArtifact\n          versions(first: 40) {\n            nodes {\n              version\n              status\n            }\n          }\n          timescape(last: 40) {\n            edges {\n              breaking\n              to {\n                version\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.SearchDocument,
    "\n  query Suggest($prefix: String!, $limit: Int!) {\n    suggest(prefix: $prefix, limit: $limit) {\n      text\n      kind\n      artifact {\n        name\n        type\n      }\n    }\n  }\n": typeof types.SuggestDocument,
    "\n  query ProfilePage {\n    viewer {\n      account {\n        handle\n        email\n      }\n      isEmailVerified\n      invitations {\n        id\n      }\n    }\n  }\n": typeof types.ProfilePageDocument,
    "\n  mutation RequestEmailVerification {\n    requestEmailVerification {\n      expiresAt\n    }\n  }\n": typeof types.RequestEmailVerificationDocument,
    "\n  fragment ListedApiKey on ApiKey {\n    id\n    name\n    scopes\n    namespaces {\n      handle\n    }\n    artifacts\n    createdAt\n    expiresAt\n    lastUsedAt\n    revokedAt\n  }\n": typeof types.ListedApiKeyFragmentDoc,
    "\n  query KeysPage {\n    viewer {\n      memberships {\n        namespace {\n          handle\n          signingKeys {\n            id\n            fingerprint\n            algorithm\n            validFrom\n            revokedAt\n          }\n        }\n      }\n      apiKeys {\n        ...ListedApiKey\n      }\n    }\n  }\n": typeof types.KeysPageDocument,
    "\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      secret\n      apiKey {\n        id\n        name\n      }\n    }\n  }\n": typeof types.CreateApiKeyDocument,
    "\n  mutation RotateApiKey($input: RotateApiKeyInput!) {\n    rotateApiKey(input: $input) {\n      secret\n      apiKey {\n        id\n        name\n      }\n      previous {\n        id\n        expiresAt\n      }\n    }\n  }\n": typeof types.RotateApiKeyDocument,
    "\n  mutation RevokeApiKey($input: RevokeApiKeyInput!) {\n    revokeApiKey(input: $input) {\n      apiKey {\n        id\n        revokedAt\n      }\n    }\n  }\n": typeof types.RevokeApiKeyDocument,
    "\n  fragment ArtifactHead on Artifact {\n    name\n    type\n    description\n    license\n    keywords\n    visibility\n    stars\n    viewerHasStarred\n    downloads {\n      total\n      lastWeek\n    }\n    namespace {\n      handle\n      displayName\n      badges {\n        kind\n        subject\n        verifiedAt\n      }\n    }\n    tags {\n      name\n      version {\n        version\n      }\n    }\n    latest {\n      version\n    }\n    versions(first: 40) {\n      totalCount\n      nodes {\n        version\n        status\n      }\n    }\n    timescape(last: 40) {\n      edges {\n        breaking\n        to {\n          version\n        }\n      }\n    }\n    pricing {\n      model\n    }\n  }\n": typeof types.ArtifactHeadFragmentDoc,
    "\n  fragment VersionHead on Version {\n    version\n    digest\n    status\n    statusReason\n    publishedAt\n    sizeBytes\n    deprecation {\n      message\n      successor {\n        name\n      }\n    }\n    dependencies {\n      name\n      range\n    }\n    signature {\n      status\n      signedBy {\n        kind\n        subject\n        fingerprint\n      }\n      signedAt\n    }\n    scan {\n      status\n      score\n      counts {\n        critical\n        high\n        medium\n        low\n        unknown\n      }\n    }\n  }\n": typeof types.VersionHeadFragmentDoc,
    "\n  query Overview($name: String!, $ref: String!) {\n    artifact(name: $name) {\n      ...ArtifactHead\n      version(ref: $ref) {\n        ...VersionHead\n        readme {\n          html\n        }\n      }\n      namespace {\n        members(first: 10) {\n          totalCount\n          nodes {\n            role\n            account {\n              handle\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.OverviewDocument,
    "\n  query Versions($name: String!, $ref: String!, $first: Int!, $after: String) {\n    artifact(name: $name) {\n      ...ArtifactHead\n      version(ref: $ref) {\n        ...VersionHead\n      }\n      listed: versions(first: $first, after: $after) {\n        totalCount\n        pageInfo {\n          endCursor\n          hasNextPage\n        }\n        nodes {\n          version\n          status\n          statusReason\n          publishedAt\n          sizeBytes\n          digest\n          scan {\n            score\n          }\n        }\n      }\n    }\n  }\n": typeof types.VersionsDocument,
    "\n  query Dependencies($name: String!, $ref: String!) {\n    artifact(name: $name) {\n      ...ArtifactHead\n      version(ref: $ref) {\n        ...VersionHead\n      }\n    }\n  }\n": typeof types.DependenciesDocument,
    "\n  query ResolvedTree($refs: [String!]!) {\n    resolve(refs: $refs) {\n      roots {\n        name\n        version\n      }\n      artifacts {\n        name\n        version\n        layers {\n          sizeBytes\n        }\n        dependencies {\n          name\n          version\n        }\n        signature {\n          status\n        }\n      }\n      problems {\n        ref\n        code\n        message\n        suggestion\n      }\n    }\n  }\n": typeof types.ResolvedTreeDocument,
    "\n  query ManifestText($name: String!, $ref: String!) {\n    artifact(name: $name) {\n      version(ref: $ref) {\n        manifest\n      }\n    }\n  }\n": typeof types.ManifestTextDocument,
    "\n  query Manifest($name: String!, $ref: String!) {\n    artifact(name: $name) {\n      ...ArtifactHead\n      version(ref: $ref) {\n        ...VersionHead\n        artifactType\n        manifest\n        layers {\n          digest\n          mediaType\n          sizeBytes\n        }\n      }\n    }\n  }\n": typeof types.ManifestDocument,
    "\n  query Security($name: String!, $ref: String!, $first: Int!, $after: String) {\n    artifact(name: $name) {\n      ...ArtifactHead\n      version(ref: $ref) {\n        ...VersionHead\n        signature {\n          transparencyLog {\n            index\n          }\n        }\n        attestations {\n          predicateType\n          status\n          digest\n        }\n        sbom {\n          format\n          digest\n          componentCount\n        }\n        scan {\n          startedAt\n          finishedAt\n          scoreReasons {\n            delta\n            reason\n          }\n          engines {\n            name\n            version\n            databaseUpdatedAt\n            status\n          }\n          findings(first: $first, after: $after) {\n            totalCount\n            pageInfo {\n              endCursor\n              hasNextPage\n            }\n            nodes {\n              id\n              kind\n              severity\n              title\n              path\n              advisory {\n                id\n                aliases\n                url\n                cvssScore\n              }\n              package {\n                name\n                version\n                fixedVersion\n              }\n              suggestion\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.SecurityDocument,
    "\n  mutation StarArtifact($input: StarArtifactInput!) {\n    starArtifact(input: $input) {\n      artifact {\n        stars\n        viewerHasStarred\n      }\n    }\n  }\n": typeof types.StarArtifactDocument,
    "\n  mutation UnstarArtifact($input: UnstarArtifactInput!) {\n    unstarArtifact(input: $input) {\n      artifact {\n        stars\n        viewerHasStarred\n      }\n    }\n  }\n": typeof types.UnstarArtifactDocument,
    "\n  query Publisher($handle: String!, $first: Int!, $after: String) {\n    namespace(handle: $handle) {\n      handle\n      kind\n      displayName\n      badges {\n        kind\n        subject\n        verifiedAt\n      }\n      members(first: 20) {\n        totalCount\n        nodes {\n          role\n          account {\n            handle\n          }\n        }\n      }\n      signingKeys {\n        id\n        fingerprint\n        algorithm\n        validFrom\n        revokedAt\n      }\n      artifacts(first: $first, after: $after) {\n        totalCount\n        pageInfo {\n          endCursor\n          hasNextPage\n        }\n        nodes {\n          name\n          type\n          description\n          license\n          visibility\n          downloads {\n            total\n            lastWeek\n          }\n          latest {\n            version\n            status\n            publishedAt\n            deprecation {\n              message\n            }\n            scan {\n              score\n            }\n          }\n          pricing {\n            model\n          }\n          versions(first: 40) {\n            nodes {\n              version\n              status\n            }\n          }\n          timescape(last: 40) {\n            edges {\n              breaking\n              to {\n                version\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.PublisherDocument,
    "\n  mutation VerifyEmail($input: VerifyEmailInput!) {\n    verifyEmail(input: $input) {\n      handle\n    }\n  }\n": typeof types.VerifyEmailDocument,
    "\n  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {\n    requestPasswordReset(input: $input) {\n      expiresAt\n    }\n  }\n": typeof types.RequestPasswordResetDocument,
    "\n  mutation ResetPassword($input: ResetPasswordInput!) {\n    resetPassword(input: $input) {\n      handle\n    }\n  }\n": typeof types.ResetPasswordDocument,
    "\n  query SecurityPage {\n    viewer {\n      account {\n        handle\n      }\n      twoFactor {\n        isEnabled\n        totpSince\n        recoveryCodesLeft\n        passkeys {\n          id\n          name\n          isBackedUp\n          createdAt\n          lastUsedAt\n        }\n      }\n      sessions {\n        id\n        isCurrent\n        clientName\n        method\n        address\n        createdAt\n        lastUsedAt\n      }\n    }\n  }\n": typeof types.SecurityPageDocument,
    "\n  mutation ChangePassword($input: ChangePasswordInput!) {\n    changePassword(input: $input) {\n      endedCount\n    }\n  }\n": typeof types.ChangePasswordDocument,
    "\n  mutation EndSession($input: EndSessionInput!) {\n    endSession(input: $input) {\n      session {\n        id\n      }\n    }\n  }\n": typeof types.EndSessionDocument,
    "\n  mutation SignOutEverywhere($input: SignOutEverywhereInput!) {\n    signOutEverywhere(input: $input) {\n      endedCount\n    }\n  }\n": typeof types.SignOutEverywhereDocument,
    "\n  mutation StartTotp {\n    startTotp {\n      secret\n      uri\n    }\n  }\n": typeof types.StartTotpDocument,
    "\n  mutation ConfirmTotp($input: ConfirmTotpInput!) {\n    confirmTotp(input: $input) {\n      recoveryCodes\n    }\n  }\n": typeof types.ConfirmTotpDocument,
    "\n  mutation RemoveTotp {\n    removeTotp {\n      twoFactor {\n        isEnabled\n      }\n    }\n  }\n": typeof types.RemoveTotpDocument,
    "\n  mutation CreateRecoveryCodes {\n    createRecoveryCodes {\n      recoveryCodes\n    }\n  }\n": typeof types.CreateRecoveryCodesDocument,
    "\n  mutation StartPasskey {\n    startPasskey {\n      options\n    }\n  }\n": typeof types.StartPasskeyDocument,
    "\n  mutation AddPasskey($input: AddPasskeyInput!) {\n    addPasskey(input: $input) {\n      passkey {\n        id\n      }\n      recoveryCodes\n    }\n  }\n": typeof types.AddPasskeyDocument,
    "\n  mutation RemovePasskey($input: RemovePasskeyInput!) {\n    removePasskey(input: $input) {\n      twoFactor {\n        isEnabled\n      }\n    }\n  }\n": typeof types.RemovePasskeyDocument,
    "\n  query SignInProviders {\n    signInProviders\n  }\n": typeof types.SignInProvidersDocument,
    "\n  query LinkedIdentities {\n    signInProviders\n    viewer {\n      identities {\n        id\n        provider\n        name\n        linkedAt\n        lastUsedAt\n      }\n    }\n  }\n": typeof types.LinkedIdentitiesDocument,
    "\n  mutation ExchangeSignInCode($input: ExchangeSignInCodeInput!) {\n    exchangeSignInCode(input: $input) {\n      session {\n        ...GrantedSession\n      }\n    }\n  }\n": typeof types.ExchangeSignInCodeDocument,
    "\n  mutation LinkIdentity($input: LinkIdentityInput!) {\n    linkIdentity(input: $input) {\n      identity {\n        id\n      }\n    }\n  }\n": typeof types.LinkIdentityDocument,
    "\n  mutation UnlinkIdentity($input: UnlinkIdentityInput!) {\n    unlinkIdentity(input: $input) {\n      identity {\n        id\n      }\n    }\n  }\n": typeof types.UnlinkIdentityDocument,
    "\n  mutation SignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      session {\n        ...GrantedSession\n      }\n    }\n  }\n": typeof types.SignUpDocument,
    "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      session {\n        ...GrantedSession\n      }\n    }\n  }\n": typeof types.SignInDocument,
    "\n  mutation SignInWithPasskey($input: SignInWithPasskeyInput!) {\n    signInWithPasskey(input: $input) {\n      session {\n        ...GrantedSession\n      }\n    }\n  }\n": typeof types.SignInWithPasskeyDocument,
    "\n  mutation SignOut {\n    signOut {\n      endedAt\n    }\n  }\n": typeof types.SignOutDocument,
    "\n  mutation ApproveDeviceLogin($input: ApproveDeviceLoginInput!) {\n    approveDeviceLogin(input: $input) {\n      clientName\n    }\n  }\n": typeof types.ApproveDeviceLoginDocument,
    "\n  query WatchedVersion($name: String!, $version: String!) {\n    artifact(name: $name) {\n      name\n      type\n      version(ref: $version) {\n        version\n        digest\n        status\n        statusReason\n        publishedAt\n        signature {\n          signedAt\n        }\n        scan {\n          status\n          startedAt\n          finishedAt\n          score\n          counts {\n            critical\n            high\n            medium\n            low\n            unknown\n          }\n          findings(first: 100) {\n            totalCount\n            nodes {\n              id\n              severity\n              title\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.WatchedVersionDocument,
    "\n  subscription ScanProgress($artifact: String!, $version: String!, $after: Int) {\n    scanProgress(artifact: $artifact, version: $version, after: $after) {\n      sequence\n      stage\n      percent\n      status\n      newFindings {\n        id\n        severity\n        title\n      }\n      score\n      counts {\n        critical\n        high\n        medium\n        low\n        unknown\n      }\n      version {\n        status\n        statusReason\n      }\n    }\n  }\n": typeof types.ScanProgressDocument,
    "\n  subscription IndexingProgress($artifact: String!, $version: String!, $after: Int) {\n    indexingProgress(artifact: $artifact, version: $version, after: $after) {\n      sequence\n      stage\n      percent\n      status\n    }\n  }\n": typeof types.IndexingProgressDocument,
    "\n  mutation CreateSocketTicket {\n    createSocketTicket {\n      ticket\n    }\n  }\n": typeof types.CreateSocketTicketDocument,
    "\n  mutation RefreshSession($input: RefreshSessionInput!) {\n    refreshSession(input: $input) {\n      session {\n        ...GrantedSession\n      }\n    }\n  }\n": typeof types.RefreshSessionDocument,
    "\n  query WhoIsAsking {\n    viewer {\n      account {\n        id\n      }\n    }\n  }\n": typeof types.WhoIsAskingDocument,
    "\n  query PublisherExists($handle: String!) {\n    namespace(handle: $handle) {\n      id\n    }\n  }\n": typeof types.PublisherExistsDocument,
    "\n  query ArtifactExists($name: String!) {\n    artifact(name: $name) {\n      id\n    }\n  }\n": typeof types.ArtifactExistsDocument,
    "\n  query VersionExists($name: String!, $version: String!) {\n    artifact(name: $name) {\n      version(ref: $version) {\n        version\n      }\n    }\n  }\n": typeof types.VersionExistsDocument,
    "\n  mutation StartPasskeySignIn {\n    startPasskeySignIn {\n      options\n    }\n  }\n": typeof types.StartPasskeySignInDocument,
    "\n  query Memberships {\n    viewer {\n      memberships {\n        role\n        namespace {\n          handle\n        }\n      }\n    }\n  }\n": typeof types.MembershipsDocument,
    "\n  fragment GrantedSession on Session {\n    accessToken\n    refreshToken\n    expiresAt\n    account {\n      id\n      handle\n    }\n  }\n": typeof types.GrantedSessionFragmentDoc,
    "\n  query WaysToConfirm {\n    viewer {\n      twoFactor {\n        totpSince\n        recoveryCodesLeft\n        passkeys {\n          id\n        }\n      }\n    }\n  }\n": typeof types.WaysToConfirmDocument,
    "\n  mutation ConfirmSession($input: ConfirmSessionInput!) {\n    confirmSession(input: $input) {\n      confirmedUntil\n    }\n  }\n": typeof types.ConfirmSessionDocument,
};
const documents: Documents = {
    "\n  fragment FoundArtifact on Artifact {\n    name\n    type\n    description\n    license\n    visibility\n    downloads {\n      total\n      lastWeek\n    }\n    namespace {\n      handle\n      badges {\n        kind\n        subject\n      }\n    }\n    latest {\n      version\n      status\n      publishedAt\n      deprecation {\n        message\n        successor {\n          name\n        }\n      }\n      scan {\n        score\n      }\n    }\n    pricing {\n      model\n    }\n  }\n": types.FoundArtifactFragmentDoc,
    "\n  query Home {\n    installed: search(query: { sort: DOWNLOADS }, first: 50) {\n      totalCount\n      facets {\n        field\n        buckets {\n          value\n          count\n        }\n      }\n      nodes {\n        artifact {\n          ...FoundArtifact\n        }\n      }\n    }\n    updated: search(query: { sort: UPDATED }, first: 6) {\n      nodes {\n        artifact {\n          ...FoundArtifact\n          updatedAt\n        }\n      }\n    }\n    newest: search(query: { sort: CREATED }, first: 6) {\n      nodes {\n        artifact {\n          ...FoundArtifact\n          createdAt\n        }\n      }\n    }\n  }\n": types.HomeDocument,
    "\n  query Search($query: SearchInput!, $first: Int!, $after: String) {\n    search(query: $query, first: $first, after: $after) {\n      totalCount\n      totalCountIsExact\n      tookMs\n      didYouMean\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      facets {\n        field\n        buckets {\n          value\n          count\n        }\n      }\n      nodes {\n        highlights {\n          field\n          html\n        }\n        artifact {\n          ...FoundArtifact\n          versions(first: 40) {\n            nodes {\n              version\n              status\n            }\n          }\n          timescape(last: 40) {\n            edges {\n              breaking\n              to {\n                version\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n": types.SearchDocument,
    "\n  query Suggest($prefix: String!, $limit: Int!) {\n    suggest(prefix: $prefix, limit: $limit) {\n      text\n      kind\n      artifact {\n        name\n        type\n      }\n    }\n  }\n": types.SuggestDocument,
    "\n  query ProfilePage {\n    viewer {\n      account {\n        handle\n        email\n      }\n      isEmailVerified\n      invitations {\n        id\n      }\n    }\n  }\n": types.ProfilePageDocument,
    "\n  mutation RequestEmailVerification {\n    requestEmailVerification {\n      expiresAt\n    }\n  }\n": types.RequestEmailVerificationDocument,
    "\n  fragment ListedApiKey on ApiKey {\n    id\n    name\n    scopes\n    namespaces {\n      handle\n    }\n    artifacts\n    createdAt\n    expiresAt\n    lastUsedAt\n    revokedAt\n  }\n": types.ListedApiKeyFragmentDoc,
    "\n  query KeysPage {\n    viewer {\n      memberships {\n        namespace {\n          handle\n          signingKeys {\n            id\n            fingerprint\n            algorithm\n            validFrom\n            revokedAt\n          }\n        }\n      }\n      apiKeys {\n        ...ListedApiKey\n      }\n    }\n  }\n": types.KeysPageDocument,
    "\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      secret\n      apiKey {\n        id\n        name\n      }\n    }\n  }\n": types.CreateApiKeyDocument,
    "\n  mutation RotateApiKey($input: RotateApiKeyInput!) {\n    rotateApiKey(input: $input) {\n      secret\n      apiKey {\n        id\n        name\n      }\n      previous {\n        id\n        expiresAt\n      }\n    }\n  }\n": types.RotateApiKeyDocument,
    "\n  mutation RevokeApiKey($input: RevokeApiKeyInput!) {\n    revokeApiKey(input: $input) {\n      apiKey {\n        id\n        revokedAt\n      }\n    }\n  }\n": types.RevokeApiKeyDocument,
    "\n  fragment ArtifactHead on Artifact {\n    name\n    type\n    description\n    license\n    keywords\n    visibility\n    stars\n    viewerHasStarred\n    downloads {\n      total\n      lastWeek\n    }\n    namespace {\n      handle\n      displayName\n      badges {\n        kind\n        subject\n        verifiedAt\n      }\n    }\n    tags {\n      name\n      version {\n        version\n      }\n    }\n    latest {\n      version\n    }\n    versions(first: 40) {\n      totalCount\n      nodes {\n        version\n        status\n      }\n    }\n    timescape(last: 40) {\n      edges {\n        breaking\n        to {\n          version\n        }\n      }\n    }\n    pricing {\n      model\n    }\n  }\n": types.ArtifactHeadFragmentDoc,
    "\n  fragment VersionHead on Version {\n    version\n    digest\n    status\n    statusReason\n    publishedAt\n    sizeBytes\n    deprecation {\n      message\n      successor {\n        name\n      }\n    }\n    dependencies {\n      name\n      range\n    }\n    signature {\n      status\n      signedBy {\n        kind\n        subject\n        fingerprint\n      }\n      signedAt\n    }\n    scan {\n      status\n      score\n      counts {\n        critical\n        high\n        medium\n        low\n        unknown\n      }\n    }\n  }\n": types.VersionHeadFragmentDoc,
    "\n  query Overview($name: String!, $ref: String!) {\n    artifact(name: $name) {\n      ...ArtifactHead\n      version(ref: $ref) {\n        ...VersionHead\n        readme {\n          html\n        }\n      }\n      namespace {\n        members(first: 10) {\n          totalCount\n          nodes {\n            role\n            account {\n              handle\n            }\n          }\n        }\n      }\n    }\n  }\n": types.OverviewDocument,
    "\n  query Versions($name: String!, $ref: String!, $first: Int!, $after: String) {\n    artifact(name: $name) {\n      ...ArtifactHead\n      version(ref: $ref) {\n        ...VersionHead\n      }\n      listed: versions(first: $first, after: $after) {\n        totalCount\n        pageInfo {\n          endCursor\n          hasNextPage\n        }\n        nodes {\n          version\n          status\n          statusReason\n          publishedAt\n          sizeBytes\n          digest\n          scan {\n            score\n          }\n        }\n      }\n    }\n  }\n": types.VersionsDocument,
    "\n  query Dependencies($name: String!, $ref: String!) {\n    artifact(name: $name) {\n      ...ArtifactHead\n      version(ref: $ref) {\n        ...VersionHead\n      }\n    }\n  }\n": types.DependenciesDocument,
    "\n  query ResolvedTree($refs: [String!]!) {\n    resolve(refs: $refs) {\n      roots {\n        name\n        version\n      }\n      artifacts {\n        name\n        version\n        layers {\n          sizeBytes\n        }\n        dependencies {\n          name\n          version\n        }\n        signature {\n          status\n        }\n      }\n      problems {\n        ref\n        code\n        message\n        suggestion\n      }\n    }\n  }\n": types.ResolvedTreeDocument,
    "\n  query ManifestText($name: String!, $ref: String!) {\n    artifact(name: $name) {\n      version(ref: $ref) {\n        manifest\n      }\n    }\n  }\n": types.ManifestTextDocument,
    "\n  query Manifest($name: String!, $ref: String!) {\n    artifact(name: $name) {\n      ...ArtifactHead\n      version(ref: $ref) {\n        ...VersionHead\n        artifactType\n        manifest\n        layers {\n          digest\n          mediaType\n          sizeBytes\n        }\n      }\n    }\n  }\n": types.ManifestDocument,
    "\n  query Security($name: String!, $ref: String!, $first: Int!, $after: String) {\n    artifact(name: $name) {\n      ...ArtifactHead\n      version(ref: $ref) {\n        ...VersionHead\n        signature {\n          transparencyLog {\n            index\n          }\n        }\n        attestations {\n          predicateType\n          status\n          digest\n        }\n        sbom {\n          format\n          digest\n          componentCount\n        }\n        scan {\n          startedAt\n          finishedAt\n          scoreReasons {\n            delta\n            reason\n          }\n          engines {\n            name\n            version\n            databaseUpdatedAt\n            status\n          }\n          findings(first: $first, after: $after) {\n            totalCount\n            pageInfo {\n              endCursor\n              hasNextPage\n            }\n            nodes {\n              id\n              kind\n              severity\n              title\n              path\n              advisory {\n                id\n                aliases\n                url\n                cvssScore\n              }\n              package {\n                name\n                version\n                fixedVersion\n              }\n              suggestion\n            }\n          }\n        }\n      }\n    }\n  }\n": types.SecurityDocument,
    "\n  mutation StarArtifact($input: StarArtifactInput!) {\n    starArtifact(input: $input) {\n      artifact {\n        stars\n        viewerHasStarred\n      }\n    }\n  }\n": types.StarArtifactDocument,
    "\n  mutation UnstarArtifact($input: UnstarArtifactInput!) {\n    unstarArtifact(input: $input) {\n      artifact {\n        stars\n        viewerHasStarred\n      }\n    }\n  }\n": types.UnstarArtifactDocument,
    "\n  query Publisher($handle: String!, $first: Int!, $after: String) {\n    namespace(handle: $handle) {\n      handle\n      kind\n      displayName\n      badges {\n        kind\n        subject\n        verifiedAt\n      }\n      members(first: 20) {\n        totalCount\n        nodes {\n          role\n          account {\n            handle\n          }\n        }\n      }\n      signingKeys {\n        id\n        fingerprint\n        algorithm\n        validFrom\n        revokedAt\n      }\n      artifacts(first: $first, after: $after) {\n        totalCount\n        pageInfo {\n          endCursor\n          hasNextPage\n        }\n        nodes {\n          name\n          type\n          description\n          license\n          visibility\n          downloads {\n            total\n            lastWeek\n          }\n          latest {\n            version\n            status\n            publishedAt\n            deprecation {\n              message\n            }\n            scan {\n              score\n            }\n          }\n          pricing {\n            model\n          }\n          versions(first: 40) {\n            nodes {\n              version\n              status\n            }\n          }\n          timescape(last: 40) {\n            edges {\n              breaking\n              to {\n                version\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n": types.PublisherDocument,
    "\n  mutation VerifyEmail($input: VerifyEmailInput!) {\n    verifyEmail(input: $input) {\n      handle\n    }\n  }\n": types.VerifyEmailDocument,
    "\n  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {\n    requestPasswordReset(input: $input) {\n      expiresAt\n    }\n  }\n": types.RequestPasswordResetDocument,
    "\n  mutation ResetPassword($input: ResetPasswordInput!) {\n    resetPassword(input: $input) {\n      handle\n    }\n  }\n": types.ResetPasswordDocument,
    "\n  query SecurityPage {\n    viewer {\n      account {\n        handle\n      }\n      twoFactor {\n        isEnabled\n        totpSince\n        recoveryCodesLeft\n        passkeys {\n          id\n          name\n          isBackedUp\n          createdAt\n          lastUsedAt\n        }\n      }\n      sessions {\n        id\n        isCurrent\n        clientName\n        method\n        address\n        createdAt\n        lastUsedAt\n      }\n    }\n  }\n": types.SecurityPageDocument,
    "\n  mutation ChangePassword($input: ChangePasswordInput!) {\n    changePassword(input: $input) {\n      endedCount\n    }\n  }\n": types.ChangePasswordDocument,
    "\n  mutation EndSession($input: EndSessionInput!) {\n    endSession(input: $input) {\n      session {\n        id\n      }\n    }\n  }\n": types.EndSessionDocument,
    "\n  mutation SignOutEverywhere($input: SignOutEverywhereInput!) {\n    signOutEverywhere(input: $input) {\n      endedCount\n    }\n  }\n": types.SignOutEverywhereDocument,
    "\n  mutation StartTotp {\n    startTotp {\n      secret\n      uri\n    }\n  }\n": types.StartTotpDocument,
    "\n  mutation ConfirmTotp($input: ConfirmTotpInput!) {\n    confirmTotp(input: $input) {\n      recoveryCodes\n    }\n  }\n": types.ConfirmTotpDocument,
    "\n  mutation RemoveTotp {\n    removeTotp {\n      twoFactor {\n        isEnabled\n      }\n    }\n  }\n": types.RemoveTotpDocument,
    "\n  mutation CreateRecoveryCodes {\n    createRecoveryCodes {\n      recoveryCodes\n    }\n  }\n": types.CreateRecoveryCodesDocument,
    "\n  mutation StartPasskey {\n    startPasskey {\n      options\n    }\n  }\n": types.StartPasskeyDocument,
    "\n  mutation AddPasskey($input: AddPasskeyInput!) {\n    addPasskey(input: $input) {\n      passkey {\n        id\n      }\n      recoveryCodes\n    }\n  }\n": types.AddPasskeyDocument,
    "\n  mutation RemovePasskey($input: RemovePasskeyInput!) {\n    removePasskey(input: $input) {\n      twoFactor {\n        isEnabled\n      }\n    }\n  }\n": types.RemovePasskeyDocument,
    "\n  query SignInProviders {\n    signInProviders\n  }\n": types.SignInProvidersDocument,
    "\n  query LinkedIdentities {\n    signInProviders\n    viewer {\n      identities {\n        id\n        provider\n        name\n        linkedAt\n        lastUsedAt\n      }\n    }\n  }\n": types.LinkedIdentitiesDocument,
    "\n  mutation ExchangeSignInCode($input: ExchangeSignInCodeInput!) {\n    exchangeSignInCode(input: $input) {\n      session {\n        ...GrantedSession\n      }\n    }\n  }\n": types.ExchangeSignInCodeDocument,
    "\n  mutation LinkIdentity($input: LinkIdentityInput!) {\n    linkIdentity(input: $input) {\n      identity {\n        id\n      }\n    }\n  }\n": types.LinkIdentityDocument,
    "\n  mutation UnlinkIdentity($input: UnlinkIdentityInput!) {\n    unlinkIdentity(input: $input) {\n      identity {\n        id\n      }\n    }\n  }\n": types.UnlinkIdentityDocument,
    "\n  mutation SignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      session {\n        ...GrantedSession\n      }\n    }\n  }\n": types.SignUpDocument,
    "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      session {\n        ...GrantedSession\n      }\n    }\n  }\n": types.SignInDocument,
    "\n  mutation SignInWithPasskey($input: SignInWithPasskeyInput!) {\n    signInWithPasskey(input: $input) {\n      session {\n        ...GrantedSession\n      }\n    }\n  }\n": types.SignInWithPasskeyDocument,
    "\n  mutation SignOut {\n    signOut {\n      endedAt\n    }\n  }\n": types.SignOutDocument,
    "\n  mutation ApproveDeviceLogin($input: ApproveDeviceLoginInput!) {\n    approveDeviceLogin(input: $input) {\n      clientName\n    }\n  }\n": types.ApproveDeviceLoginDocument,
    "\n  query WatchedVersion($name: String!, $version: String!) {\n    artifact(name: $name) {\n      name\n      type\n      version(ref: $version) {\n        version\n        digest\n        status\n        statusReason\n        publishedAt\n        signature {\n          signedAt\n        }\n        scan {\n          status\n          startedAt\n          finishedAt\n          score\n          counts {\n            critical\n            high\n            medium\n            low\n            unknown\n          }\n          findings(first: 100) {\n            totalCount\n            nodes {\n              id\n              severity\n              title\n            }\n          }\n        }\n      }\n    }\n  }\n": types.WatchedVersionDocument,
    "\n  subscription ScanProgress($artifact: String!, $version: String!, $after: Int) {\n    scanProgress(artifact: $artifact, version: $version, after: $after) {\n      sequence\n      stage\n      percent\n      status\n      newFindings {\n        id\n        severity\n        title\n      }\n      score\n      counts {\n        critical\n        high\n        medium\n        low\n        unknown\n      }\n      version {\n        status\n        statusReason\n      }\n    }\n  }\n": types.ScanProgressDocument,
    "\n  subscription IndexingProgress($artifact: String!, $version: String!, $after: Int) {\n    indexingProgress(artifact: $artifact, version: $version, after: $after) {\n      sequence\n      stage\n      percent\n      status\n    }\n  }\n": types.IndexingProgressDocument,
    "\n  mutation CreateSocketTicket {\n    createSocketTicket {\n      ticket\n    }\n  }\n": types.CreateSocketTicketDocument,
    "\n  mutation RefreshSession($input: RefreshSessionInput!) {\n    refreshSession(input: $input) {\n      session {\n        ...GrantedSession\n      }\n    }\n  }\n": types.RefreshSessionDocument,
    "\n  query WhoIsAsking {\n    viewer {\n      account {\n        id\n      }\n    }\n  }\n": types.WhoIsAskingDocument,
    "\n  query PublisherExists($handle: String!) {\n    namespace(handle: $handle) {\n      id\n    }\n  }\n": types.PublisherExistsDocument,
    "\n  query ArtifactExists($name: String!) {\n    artifact(name: $name) {\n      id\n    }\n  }\n": types.ArtifactExistsDocument,
    "\n  query VersionExists($name: String!, $version: String!) {\n    artifact(name: $name) {\n      version(ref: $version) {\n        version\n      }\n    }\n  }\n": types.VersionExistsDocument,
    "\n  mutation StartPasskeySignIn {\n    startPasskeySignIn {\n      options\n    }\n  }\n": types.StartPasskeySignInDocument,
    "\n  query Memberships {\n    viewer {\n      memberships {\n        role\n        namespace {\n          handle\n        }\n      }\n    }\n  }\n": types.MembershipsDocument,
    "\n  fragment GrantedSession on Session {\n    accessToken\n    refreshToken\n    expiresAt\n    account {\n      id\n      handle\n    }\n  }\n": types.GrantedSessionFragmentDoc,
    "\n  query WaysToConfirm {\n    viewer {\n      twoFactor {\n        totpSince\n        recoveryCodesLeft\n        passkeys {\n          id\n        }\n      }\n    }\n  }\n": types.WaysToConfirmDocument,
    "\n  mutation ConfirmSession($input: ConfirmSessionInput!) {\n    confirmSession(input: $input) {\n      confirmedUntil\n    }\n  }\n": types.ConfirmSessionDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment FoundArtifact on Artifact {\n    name\n    type\n    description\n    license\n    visibility\n    downloads {\n      total\n      lastWeek\n    }\n    namespace {\n      handle\n      badges {\n        kind\n        subject\n      }\n    }\n    latest {\n      version\n      status\n      publishedAt\n      deprecation {\n        message\n        successor {\n          name\n        }\n      }\n      scan {\n        score\n      }\n    }\n    pricing {\n      model\n    }\n  }\n"): typeof import('./graphql.ts').FoundArtifactFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Home {\n    installed: search(query: { sort: DOWNLOADS }, first: 50) {\n      totalCount\n      facets {\n        field\n        buckets {\n          value\n          count\n        }\n      }\n      nodes {\n        artifact {\n          ...FoundArtifact\n        }\n      }\n    }\n    updated: search(query: { sort: UPDATED }, first: 6) {\n      nodes {\n        artifact {\n          ...FoundArtifact\n          updatedAt\n        }\n      }\n    }\n    newest: search(query: { sort: CREATED }, first: 6) {\n      nodes {\n        artifact {\n          ...FoundArtifact\n          createdAt\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').HomeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Search($query: SearchInput!, $first: Int!, $after: String) {\n    search(query: $query, first: $first, after: $after) {\n      totalCount\n      totalCountIsExact\n      tookMs\n      didYouMean\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n      facets {\n        field\n        buckets {\n          value\n          count\n        }\n      }\n      nodes {\n        highlights {\n          field\n          html\n        }\n        artifact {\n          ...FoundArtifact\n          versions(first: 40) {\n            nodes {\n              version\n              status\n            }\n          }\n          timescape(last: 40) {\n            edges {\n              breaking\n              to {\n                version\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').SearchDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Suggest($prefix: String!, $limit: Int!) {\n    suggest(prefix: $prefix, limit: $limit) {\n      text\n      kind\n      artifact {\n        name\n        type\n      }\n    }\n  }\n"): typeof import('./graphql.ts').SuggestDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ProfilePage {\n    viewer {\n      account {\n        handle\n        email\n      }\n      isEmailVerified\n      invitations {\n        id\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ProfilePageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RequestEmailVerification {\n    requestEmailVerification {\n      expiresAt\n    }\n  }\n"): typeof import('./graphql.ts').RequestEmailVerificationDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ListedApiKey on ApiKey {\n    id\n    name\n    scopes\n    namespaces {\n      handle\n    }\n    artifacts\n    createdAt\n    expiresAt\n    lastUsedAt\n    revokedAt\n  }\n"): typeof import('./graphql.ts').ListedApiKeyFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query KeysPage {\n    viewer {\n      memberships {\n        namespace {\n          handle\n          signingKeys {\n            id\n            fingerprint\n            algorithm\n            validFrom\n            revokedAt\n          }\n        }\n      }\n      apiKeys {\n        ...ListedApiKey\n      }\n    }\n  }\n"): typeof import('./graphql.ts').KeysPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      secret\n      apiKey {\n        id\n        name\n      }\n    }\n  }\n"): typeof import('./graphql.ts').CreateApiKeyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RotateApiKey($input: RotateApiKeyInput!) {\n    rotateApiKey(input: $input) {\n      secret\n      apiKey {\n        id\n        name\n      }\n      previous {\n        id\n        expiresAt\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RotateApiKeyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeApiKey($input: RevokeApiKeyInput!) {\n    revokeApiKey(input: $input) {\n      apiKey {\n        id\n        revokedAt\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RevokeApiKeyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ArtifactHead on Artifact {\n    name\n    type\n    description\n    license\n    keywords\n    visibility\n    stars\n    viewerHasStarred\n    downloads {\n      total\n      lastWeek\n    }\n    namespace {\n      handle\n      displayName\n      badges {\n        kind\n        subject\n        verifiedAt\n      }\n    }\n    tags {\n      name\n      version {\n        version\n      }\n    }\n    latest {\n      version\n    }\n    versions(first: 40) {\n      totalCount\n      nodes {\n        version\n        status\n      }\n    }\n    timescape(last: 40) {\n      edges {\n        breaking\n        to {\n          version\n        }\n      }\n    }\n    pricing {\n      model\n    }\n  }\n"): typeof import('./graphql.ts').ArtifactHeadFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment VersionHead on Version {\n    version\n    digest\n    status\n    statusReason\n    publishedAt\n    sizeBytes\n    deprecation {\n      message\n      successor {\n        name\n      }\n    }\n    dependencies {\n      name\n      range\n    }\n    signature {\n      status\n      signedBy {\n        kind\n        subject\n        fingerprint\n      }\n      signedAt\n    }\n    scan {\n      status\n      score\n      counts {\n        critical\n        high\n        medium\n        low\n        unknown\n      }\n    }\n  }\n"): typeof import('./graphql.ts').VersionHeadFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Overview($name: String!, $ref: String!) {\n    artifact(name: $name) {\n      ...ArtifactHead\n      version(ref: $ref) {\n        ...VersionHead\n        readme {\n          html\n        }\n      }\n      namespace {\n        members(first: 10) {\n          totalCount\n          nodes {\n            role\n            account {\n              handle\n            }\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').OverviewDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Versions($name: String!, $ref: String!, $first: Int!, $after: String) {\n    artifact(name: $name) {\n      ...ArtifactHead\n      version(ref: $ref) {\n        ...VersionHead\n      }\n      listed: versions(first: $first, after: $after) {\n        totalCount\n        pageInfo {\n          endCursor\n          hasNextPage\n        }\n        nodes {\n          version\n          status\n          statusReason\n          publishedAt\n          sizeBytes\n          digest\n          scan {\n            score\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').VersionsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Dependencies($name: String!, $ref: String!) {\n    artifact(name: $name) {\n      ...ArtifactHead\n      version(ref: $ref) {\n        ...VersionHead\n      }\n    }\n  }\n"): typeof import('./graphql.ts').DependenciesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ResolvedTree($refs: [String!]!) {\n    resolve(refs: $refs) {\n      roots {\n        name\n        version\n      }\n      artifacts {\n        name\n        version\n        layers {\n          sizeBytes\n        }\n        dependencies {\n          name\n          version\n        }\n        signature {\n          status\n        }\n      }\n      problems {\n        ref\n        code\n        message\n        suggestion\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ResolvedTreeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ManifestText($name: String!, $ref: String!) {\n    artifact(name: $name) {\n      version(ref: $ref) {\n        manifest\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ManifestTextDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Manifest($name: String!, $ref: String!) {\n    artifact(name: $name) {\n      ...ArtifactHead\n      version(ref: $ref) {\n        ...VersionHead\n        artifactType\n        manifest\n        layers {\n          digest\n          mediaType\n          sizeBytes\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ManifestDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Security($name: String!, $ref: String!, $first: Int!, $after: String) {\n    artifact(name: $name) {\n      ...ArtifactHead\n      version(ref: $ref) {\n        ...VersionHead\n        signature {\n          transparencyLog {\n            index\n          }\n        }\n        attestations {\n          predicateType\n          status\n          digest\n        }\n        sbom {\n          format\n          digest\n          componentCount\n        }\n        scan {\n          startedAt\n          finishedAt\n          scoreReasons {\n            delta\n            reason\n          }\n          engines {\n            name\n            version\n            databaseUpdatedAt\n            status\n          }\n          findings(first: $first, after: $after) {\n            totalCount\n            pageInfo {\n              endCursor\n              hasNextPage\n            }\n            nodes {\n              id\n              kind\n              severity\n              title\n              path\n              advisory {\n                id\n                aliases\n                url\n                cvssScore\n              }\n              package {\n                name\n                version\n                fixedVersion\n              }\n              suggestion\n            }\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').SecurityDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StarArtifact($input: StarArtifactInput!) {\n    starArtifact(input: $input) {\n      artifact {\n        stars\n        viewerHasStarred\n      }\n    }\n  }\n"): typeof import('./graphql.ts').StarArtifactDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UnstarArtifact($input: UnstarArtifactInput!) {\n    unstarArtifact(input: $input) {\n      artifact {\n        stars\n        viewerHasStarred\n      }\n    }\n  }\n"): typeof import('./graphql.ts').UnstarArtifactDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Publisher($handle: String!, $first: Int!, $after: String) {\n    namespace(handle: $handle) {\n      handle\n      kind\n      displayName\n      badges {\n        kind\n        subject\n        verifiedAt\n      }\n      members(first: 20) {\n        totalCount\n        nodes {\n          role\n          account {\n            handle\n          }\n        }\n      }\n      signingKeys {\n        id\n        fingerprint\n        algorithm\n        validFrom\n        revokedAt\n      }\n      artifacts(first: $first, after: $after) {\n        totalCount\n        pageInfo {\n          endCursor\n          hasNextPage\n        }\n        nodes {\n          name\n          type\n          description\n          license\n          visibility\n          downloads {\n            total\n            lastWeek\n          }\n          latest {\n            version\n            status\n            publishedAt\n            deprecation {\n              message\n            }\n            scan {\n              score\n            }\n          }\n          pricing {\n            model\n          }\n          versions(first: 40) {\n            nodes {\n              version\n              status\n            }\n          }\n          timescape(last: 40) {\n            edges {\n              breaking\n              to {\n                version\n              }\n            }\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').PublisherDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation VerifyEmail($input: VerifyEmailInput!) {\n    verifyEmail(input: $input) {\n      handle\n    }\n  }\n"): typeof import('./graphql.ts').VerifyEmailDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RequestPasswordReset($input: RequestPasswordResetInput!) {\n    requestPasswordReset(input: $input) {\n      expiresAt\n    }\n  }\n"): typeof import('./graphql.ts').RequestPasswordResetDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResetPassword($input: ResetPasswordInput!) {\n    resetPassword(input: $input) {\n      handle\n    }\n  }\n"): typeof import('./graphql.ts').ResetPasswordDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SecurityPage {\n    viewer {\n      account {\n        handle\n      }\n      twoFactor {\n        isEnabled\n        totpSince\n        recoveryCodesLeft\n        passkeys {\n          id\n          name\n          isBackedUp\n          createdAt\n          lastUsedAt\n        }\n      }\n      sessions {\n        id\n        isCurrent\n        clientName\n        method\n        address\n        createdAt\n        lastUsedAt\n      }\n    }\n  }\n"): typeof import('./graphql.ts').SecurityPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangePassword($input: ChangePasswordInput!) {\n    changePassword(input: $input) {\n      endedCount\n    }\n  }\n"): typeof import('./graphql.ts').ChangePasswordDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EndSession($input: EndSessionInput!) {\n    endSession(input: $input) {\n      session {\n        id\n      }\n    }\n  }\n"): typeof import('./graphql.ts').EndSessionDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignOutEverywhere($input: SignOutEverywhereInput!) {\n    signOutEverywhere(input: $input) {\n      endedCount\n    }\n  }\n"): typeof import('./graphql.ts').SignOutEverywhereDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartTotp {\n    startTotp {\n      secret\n      uri\n    }\n  }\n"): typeof import('./graphql.ts').StartTotpDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ConfirmTotp($input: ConfirmTotpInput!) {\n    confirmTotp(input: $input) {\n      recoveryCodes\n    }\n  }\n"): typeof import('./graphql.ts').ConfirmTotpDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemoveTotp {\n    removeTotp {\n      twoFactor {\n        isEnabled\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RemoveTotpDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateRecoveryCodes {\n    createRecoveryCodes {\n      recoveryCodes\n    }\n  }\n"): typeof import('./graphql.ts').CreateRecoveryCodesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartPasskey {\n    startPasskey {\n      options\n    }\n  }\n"): typeof import('./graphql.ts').StartPasskeyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AddPasskey($input: AddPasskeyInput!) {\n    addPasskey(input: $input) {\n      passkey {\n        id\n      }\n      recoveryCodes\n    }\n  }\n"): typeof import('./graphql.ts').AddPasskeyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemovePasskey($input: RemovePasskeyInput!) {\n    removePasskey(input: $input) {\n      twoFactor {\n        isEnabled\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RemovePasskeyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SignInProviders {\n    signInProviders\n  }\n"): typeof import('./graphql.ts').SignInProvidersDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query LinkedIdentities {\n    signInProviders\n    viewer {\n      identities {\n        id\n        provider\n        name\n        linkedAt\n        lastUsedAt\n      }\n    }\n  }\n"): typeof import('./graphql.ts').LinkedIdentitiesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ExchangeSignInCode($input: ExchangeSignInCodeInput!) {\n    exchangeSignInCode(input: $input) {\n      session {\n        ...GrantedSession\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ExchangeSignInCodeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation LinkIdentity($input: LinkIdentityInput!) {\n    linkIdentity(input: $input) {\n      identity {\n        id\n      }\n    }\n  }\n"): typeof import('./graphql.ts').LinkIdentityDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UnlinkIdentity($input: UnlinkIdentityInput!) {\n    unlinkIdentity(input: $input) {\n      identity {\n        id\n      }\n    }\n  }\n"): typeof import('./graphql.ts').UnlinkIdentityDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignUp($input: SignUpInput!) {\n    signUp(input: $input) {\n      session {\n        ...GrantedSession\n      }\n    }\n  }\n"): typeof import('./graphql.ts').SignUpDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignIn($input: SignInInput!) {\n    signIn(input: $input) {\n      session {\n        ...GrantedSession\n      }\n    }\n  }\n"): typeof import('./graphql.ts').SignInDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignInWithPasskey($input: SignInWithPasskeyInput!) {\n    signInWithPasskey(input: $input) {\n      session {\n        ...GrantedSession\n      }\n    }\n  }\n"): typeof import('./graphql.ts').SignInWithPasskeyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SignOut {\n    signOut {\n      endedAt\n    }\n  }\n"): typeof import('./graphql.ts').SignOutDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ApproveDeviceLogin($input: ApproveDeviceLoginInput!) {\n    approveDeviceLogin(input: $input) {\n      clientName\n    }\n  }\n"): typeof import('./graphql.ts').ApproveDeviceLoginDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WatchedVersion($name: String!, $version: String!) {\n    artifact(name: $name) {\n      name\n      type\n      version(ref: $version) {\n        version\n        digest\n        status\n        statusReason\n        publishedAt\n        signature {\n          signedAt\n        }\n        scan {\n          status\n          startedAt\n          finishedAt\n          score\n          counts {\n            critical\n            high\n            medium\n            low\n            unknown\n          }\n          findings(first: 100) {\n            totalCount\n            nodes {\n              id\n              severity\n              title\n            }\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').WatchedVersionDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ScanProgress($artifact: String!, $version: String!, $after: Int) {\n    scanProgress(artifact: $artifact, version: $version, after: $after) {\n      sequence\n      stage\n      percent\n      status\n      newFindings {\n        id\n        severity\n        title\n      }\n      score\n      counts {\n        critical\n        high\n        medium\n        low\n        unknown\n      }\n      version {\n        status\n        statusReason\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ScanProgressDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription IndexingProgress($artifact: String!, $version: String!, $after: Int) {\n    indexingProgress(artifact: $artifact, version: $version, after: $after) {\n      sequence\n      stage\n      percent\n      status\n    }\n  }\n"): typeof import('./graphql.ts').IndexingProgressDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateSocketTicket {\n    createSocketTicket {\n      ticket\n    }\n  }\n"): typeof import('./graphql.ts').CreateSocketTicketDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RefreshSession($input: RefreshSessionInput!) {\n    refreshSession(input: $input) {\n      session {\n        ...GrantedSession\n      }\n    }\n  }\n"): typeof import('./graphql.ts').RefreshSessionDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WhoIsAsking {\n    viewer {\n      account {\n        id\n      }\n    }\n  }\n"): typeof import('./graphql.ts').WhoIsAskingDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PublisherExists($handle: String!) {\n    namespace(handle: $handle) {\n      id\n    }\n  }\n"): typeof import('./graphql.ts').PublisherExistsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ArtifactExists($name: String!) {\n    artifact(name: $name) {\n      id\n    }\n  }\n"): typeof import('./graphql.ts').ArtifactExistsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query VersionExists($name: String!, $version: String!) {\n    artifact(name: $name) {\n      version(ref: $version) {\n        version\n      }\n    }\n  }\n"): typeof import('./graphql.ts').VersionExistsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartPasskeySignIn {\n    startPasskeySignIn {\n      options\n    }\n  }\n"): typeof import('./graphql.ts').StartPasskeySignInDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Memberships {\n    viewer {\n      memberships {\n        role\n        namespace {\n          handle\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').MembershipsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment GrantedSession on Session {\n    accessToken\n    refreshToken\n    expiresAt\n    account {\n      id\n      handle\n    }\n  }\n"): typeof import('./graphql.ts').GrantedSessionFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WaysToConfirm {\n    viewer {\n      twoFactor {\n        totpSince\n        recoveryCodesLeft\n        passkeys {\n          id\n        }\n      }\n    }\n  }\n"): typeof import('./graphql.ts').WaysToConfirmDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ConfirmSession($input: ConfirmSessionInput!) {\n    confirmSession(input: $input) {\n      confirmedUntil\n    }\n  }\n"): typeof import('./graphql.ts').ConfirmSessionDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
