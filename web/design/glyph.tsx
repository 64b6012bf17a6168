import type { ArtifactType } from '#web/gql/graphql.ts';

/** Shapes of the six types of artifact: square, hexagon, circle, ring, dashed square, stacked bars. */
const shapes: Record<ArtifactType, React.ReactNode> = {
  MODULE: <rect x="2.75" y="2.75" width="10.5" height="10.5" />,
  PLUGIN: <path d="M8 1.75l5.5 3.1v6.3L8 14.25l-5.5-3.1v-6.3z" />,
  MODEL: <circle cx="8" cy="8" r="6" fill="currentColor" />,
  AGENT: <circle cx="8" cy="8" r="4.75" strokeWidth="3" />,
  TEMPLATE: <rect x="2.75" y="2.75" width="10.5" height="10.5" strokeDasharray="2.6 2.65" strokeDashoffset="1.3" />,
  SNAPSHOT: <path d="M2 4h12M2 8h12M2 12h12" strokeWidth="2.5" />,
};

/** Type names as they stand in running text. */
export const typeNames: Record<ArtifactType, string> = {
  MODULE: 'module',
  PLUGIN: 'plugin',
  MODEL: 'model',
  AGENT: 'agent',
  TEMPLATE: 'template',
  SNAPSHOT: 'snapshot',
};

/** The sign of an artifact's type. Beside the written type it is decoration; alone it is named. */
export function Glyph({ type, isNamed = false, pixels = 16 }: { type: ArtifactType; isNamed?: boolean; pixels?: number }) {
  const name = isNamed ? ({ role: 'img', 'aria-label': typeNames[type] } as const) : ({ 'aria-hidden': true } as const);
  return (
    <svg className="glyph" viewBox="0 0 16 16" width={pixels} height={pixels} fill="none" stroke="currentColor" strokeWidth="1.5" {...name}>
      {shapes[type]}
    </svg>
  );
}
