import { SearchField } from '#web/features/find/search-field.tsx';
import { ResetPasswordForm } from '#web/features/recover-account/recovery-forms.client.tsx';
import { PageFrame } from '#web/features/shell/page-frame.tsx';

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const code = [(await searchParams)['code'] ?? ''].flat()[0]?.slice(0, 200) ?? '';
  return (
    <PageFrame title="Set a new password" description="Set a new password with the link from the mail." search={<SearchField />}>
      <div className="grid gap-5">
        <h1>Set a new password</h1>
        {code === '' ? (
          <p>
            This address lacks its code. Open the link from the mail as it is, or <a href="/forgot-password">ask for another</a>.
          </p>
        ) : (
          <ResetPasswordForm code={code} />
        )}
      </div>
    </PageFrame>
  );
}
