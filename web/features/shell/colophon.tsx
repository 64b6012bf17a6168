import type { Display } from '#web/server/display.ts';
import { setDisplay } from '#web/features/shell/actions.ts';

/** Foot of every page: what it is, where it is explained, and how it shall look. Each choice is a button of one form, so it works without a script.
 *  @param apiUrl  address of the GraphQL API as browsers reach it */
export function Colophon({ display, apiUrl }: { display: Display; apiUrl: string }) {
  return (
    <footer className="colophon">
      <div className="page">
        <p className="flex-1">Gati Registry: signed, scanned, never changed once published.</p>
        <nav aria-label="About this registry">
          <ul className="flex flex-wrap gap-x-5">
            <li>
              <a href="/docs" className="choice" data-palette="Documentation">
                Documentation
              </a>
            </li>
            <li>
              <a href="/docs/http" className="choice" data-reload="" data-palette="HTTP API">
                HTTP API
              </a>
            </li>
            <li>
              <a href="/errors" className="choice" data-palette="Error codes">
                Error codes
              </a>
            </li>
            <li>
              <a href="/docs#graphql" className="choice">
                API: <span className="mono">{apiUrl}</span>
              </a>
            </li>
          </ul>
        </nav>
        <form action={setDisplay} className="flex flex-wrap gap-x-5 gap-y-2">
          <Setting
            legend="Theme"
            name="theme"
            present={display.theme}
            values={[
              ['system', 'System'],
              ['light', 'Light'],
              ['dark', 'Dark'],
            ]}
          />
          <Setting
            legend="Rows"
            name="rows"
            present={display.rows}
            values={[
              ['roomy', 'Roomy'],
              ['compact', 'Compact'],
            ]}
          />
          <Setting
            legend="Single keys"
            name="keys"
            present={display.keys}
            values={[
              ['on', 'On'],
              ['off', 'Off'],
            ]}
          />
        </form>
      </div>
    </footer>
  );
}

function Setting({
  legend,
  name,
  present,
  values,
}: {
  legend: string;
  name: string;
  present: string;
  values: readonly (readonly [value: string, word: string])[];
}) {
  return (
    <div className="setting" role="group" aria-label={legend}>
      <span aria-hidden="true">{legend}</span>
      {values.map(([value, word]) => (
        <button key={value} name={name} value={value} aria-pressed={value === present} data-palette={`${legend}: ${word}`}>
          {word}
        </button>
      ))}
    </div>
  );
}
