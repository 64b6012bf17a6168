import { SearchField } from '#web/features/find/search-field.tsx';
import { ForgotPasswordForm } from '#web/features/recover-account/recovery-forms.client.tsx';
import { PageFrame } from '#web/features/shell/page-frame.tsx';

export default function Page() {
  return (
    <PageFrame title="Forgot your password?" description="Get a link by mail with which you set a new password for your account." search={<SearchField />}>
      <div className="grid gap-5">
        <h1>Forgot your password?</h1>
        <p>We send a link to the address of your account, with which you set a new one.</p>
        <ForgotPasswordForm />
      </div>
    </PageFrame>
  );
}
