// Writes one page for each error code to docs/errors, from the catalogue.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, explanationOf, type ErrorCode } from '@gati/errors';

const folder = join(import.meta.dirname, '..', 'docs', 'errors');
const codes = Object.keys(catalogue) as ErrorCode[];
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const code of codes) {
  const { status, when, remedies, example } = explanationOf(code);
  writeFileSync(
    join(folder, `${code}.md`),
    `# ${code}\n\n${when}\n\n## How to fix it\n\n${remedies.map((line) => `- ${line}`).join('\n')}\n\n## How it reads, for example\n\n    ${example}\n\n## In an answer\n\n- HTTP status: ${status}\n- GraphQL: \`errors[].extensions.code\` is \`${code}\`; \`details\`, \`suggestions\` and \`requestId\` stand beside it.\n- OCI (\`/v2\`): \`errors[].detail.code\` is \`${code}\`, beside the specification's own code.\n`,
  );
}
writeFileSync(
  join(folder, 'README.md'),
  `# Error codes\n\nGenerated from \`packages/errors\`; the web app shows the same under \`/errors/<CODE>\`.\n\n| code | when |\n| --- | --- |\n${codes.map((code) => `| [${code}](${code}.md) | ${explanationOf(code).when} |`).join('\n')}\n`,
);
