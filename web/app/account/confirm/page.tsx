import { redirect } from 'next/navigation';
import { ConfirmForm } from '#web/design/confirm-form.client.tsx';
import { SearchField } from '#web/features/find/search-field.tsx';
import { PageFrame } from '#web/features/shell/page-frame.tsx';
import { RefusedPage } from '#web/features/shell/refused-page.tsx';
import { unreachable } from '#web/server/answer.ts';
import { ownPath, withReturn } from '#web/server/return-to.ts';
import { readSession } from '#web/server/session.ts';
import { waysToConfirm } from '#web/server/step-up.ts';
import { presentPath } from '#web/server/viewer.ts';

/** The second factor on a page of its own, for whoever comes without a script or from elsewhere. */
export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  if (!(await readSession())) redirect(withReturn('/login', await presentPath()));
  const returnTo = ownPath((await searchParams)['return_to'] ?? '/account/security');
  const { ways, failure } = await waysToConfirm();
  const hasNone = ways && !ways.hasTotp && !ways.hasPasskey && ways.recoveryCodesLeft === 0;
  return (
    <PageFrame title="Confirm it is you" description="Show your second factor, and go on for 15 minutes." search={<SearchField />}>
      {ways ? (
        <div className="grid gap-5">
          <h1>Confirm it is you</h1>
          {hasNone ? (
            <p>
              Your account has no second factor, so nothing needs to be confirmed. <a href="/account/security">Set one up</a>
            </p>
          ) : (
            <>
              <p>What you are about to do needs your second factor. For the next 15 minutes you are not asked again.</p>
              <ConfirmForm ways={ways} returnTo={returnTo} />
            </>
          )}
        </div>
      ) : (
        <RefusedPage failure={failure ?? unreachable} retry="/account/confirm" />
      )}
    </PageFrame>
  );
}
