import { notFound } from 'next/navigation';
import { isErrorCode } from '#web/features/explain-error/codes.ts';
import { ErrorCodePage } from '#web/features/explain-error/error-code.tsx';
import { SearchField } from '#web/features/find/search-field.tsx';
import { PageFrame } from '#web/features/shell/page-frame.tsx';

export default async function Page({ params }: { params: Promise<{ readonly code: string }> }) {
  const { code } = await params;
  if (!isErrorCode(code)) notFound();
  return (
    <PageFrame title={code} description={`What the error code ${code} means and how to fix it.`} search={<SearchField />}>
      <ErrorCodePage code={code} />
    </PageFrame>
  );
}
