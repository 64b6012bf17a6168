import { redirect } from 'next/navigation';
import { SearchField } from '#web/features/find/search-field.tsx';
import { PageFrame } from '#web/features/shell/page-frame.tsx';
import { ApprovalForm } from '#web/features/sign-in/approval-form.client.tsx';
import { withReturn } from '#web/server/return-to.ts';
import { readSession } from '#web/server/session.ts';
import { presentPath } from '#web/server/viewer.ts';

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const session = await readSession();
  if (!session) redirect(withReturn('/login', await presentPath()));
  const { code, user_code: userCode } = await searchParams;
  const shown = [code ?? userCode ?? ''].flat()[0] ?? '';
  return (
    <PageFrame title="Approve a sign-in" description="Let a program that shows you a code sign in as you." search={<SearchField />}>
      <div className="grid gap-5">
        <h1>Approve a sign-in</h1>
        <p>
          A program asks to act as <span className="mono">@{session.handle}</span>.{' '}
          {shown === ''
            ? 'Type the code that the terminal shows.'
            : 'Compare the code below with the one that the terminal shows, and approve only if they are the same.'}
        </p>
        <ApprovalForm code={shown.slice(0, 20)} handle={session.handle} />
      </div>
    </PageFrame>
  );
}
