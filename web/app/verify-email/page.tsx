import { SearchField } from '#web/features/find/search-field.tsx';
import { VerifyEmailForm } from '#web/features/recover-account/recovery-forms.client.tsx';
import { PageFrame } from '#web/features/shell/page-frame.tsx';

export default async function Page({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const code = [(await searchParams)['code'] ?? ''].flat()[0]?.slice(0, 200) ?? '';
  return (
    <PageFrame title="Confirm an address" description="Confirm that an e-mail address is yours." search={<SearchField />}>
      <div className="grid gap-5">
        <h1>Confirm an address</h1>
        {code === '' ? <p>This address lacks its code. Open the link from the mail as it is.</p> : <VerifyEmailForm code={code} />}
      </div>
    </PageFrame>
  );
}
