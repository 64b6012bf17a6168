import { SearchField } from '#web/features/find/search-field.tsx';
import { PageFrame } from '#web/features/shell/page-frame.tsx';

/** One page for what does not exist and for what may not be seen: it does not even repeat the name that was asked for. */
export default function NotFound() {
  return (
    <PageFrame title="Not found" description="There is nothing here, or nothing that you may see." search={<SearchField />}>
      <div className="grid gap-4">
        <h1>Not found</h1>
        <p className="lead">There is nothing here, or nothing that you may see.</p>
        <p>Check the spelling. What is private is shown only to those who are signed in and may see it.</p>
        <p>
          <a href="/search">See all artifacts</a>
        </p>
      </div>
    </PageFrame>
  );
}
