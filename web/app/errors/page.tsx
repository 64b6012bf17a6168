import { ErrorCodes } from '#web/features/explain-error/error-codes.tsx';
import { SearchField } from '#web/features/find/search-field.tsx';
import { PageFrame } from '#web/features/shell/page-frame.tsx';

export default function Page() {
  return (
    <PageFrame title="Error codes" description="Every code that the registry refuses with, what it means and how to fix it." search={<SearchField />}>
      <ErrorCodes />
    </PageFrame>
  );
}
