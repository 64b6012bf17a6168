/** A part of a page under its own ruled heading. */
export function Section({ id, title, children }: { id: string; title: string; children: React.ReactNode }) {
  return (
    <section aria-labelledby={id} className="grid gap-4">
      <h2 id={id} className="column-head">
        {title}
      </h2>
      {children}
    </section>
  );
}
