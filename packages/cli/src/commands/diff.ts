import { parseArtifactName, parseSelector } from '@gati/identifiers';
import { CompareVersionsDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { oneLine } from '../console/format.ts';
import { refuse } from '../refuse.ts';

export const command = defineCommand({
  arguments: [
    { name: 'NAME', does: 'Artifact, for example @acme/auth' },
    { name: 'A', does: 'Older side: version, label, range or digest' },
    { name: 'B', does: 'Newer side' },
  ],
  options: {},
  about:
    'Shows what changed in the types of the handlers between two versions, whether it breaks callers, and which part of the version number had to be raised.',
  examples: [['gati diff @acme/auth 1.1.0 2.0.0', 'Compare two versions']],
  run: async ({ client, output }, { arguments: [text = '', from = '', to = ''] }) => {
    const artifact = parseArtifactName(text);
    parseSelector(from, 'A');
    parseSelector(to, 'B');
    const { compareVersions } = await client.query(CompareVersionsDocument, { artifact, from, to });
    if (!compareVersions)
      throw refuse('NOT_FOUND', `There is no pair of versions ${from} and ${to} of ${artifact}.`, [`gati versions ${artifact} lists them.`]);
    const { breaking, changes, suggestedBump, declaredBump } = compareVersions;
    const { style } = output;
    const lines = changes.flatMap((change) => [
      `${change.breaking ? style.bad('✗ breaking') : style.good('✓ safe')}  ${change.path}  ${style.dim(change.rule)}`,
      `    ${oneLine(change.reason, 200)}`,
      ...(change.counterexample === null || change.counterexample === undefined
        ? []
        : [`    fails with: ${oneLine(JSON.stringify(change.counterexample), 200)}`]),
      ...(change.suggestion ? [`    → ${oneLine(change.suggestion, 200)}`] : []),
    ]);
    const verdict = breaking ? style.bad('BREAKING for callers') : style.good('safe for callers');
    output.result(
      { artifact, from, to, ...compareVersions },
      [
        `${artifact} ${from} → ${to}: ${verdict}; bump due: ${suggestedBump.toLowerCase()}, made: ${declaredBump.toLowerCase()}`,
        ...(lines.length > 0 ? lines : ['No type changed.']),
      ].join('\n'),
    );
  },
});
