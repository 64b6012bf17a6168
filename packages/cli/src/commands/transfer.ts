import { parseArtifactName, parseHandle } from '@gati/identifiers';
import { AcceptTransferDocument, CancelTransferDocument, MoveArtifactDocument } from '@gati/sdk';
import { defineCommand } from '../command-line/command.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { confirm } from '../console/confirm.ts';

export const command = defineCommand({
  arguments: [
    { name: 'NAME', does: 'Artifact, for example @acme/auth' },
    { name: '@NS', does: 'Namespace to move it to', isOptional: true },
  ],
  options: {
    accept: { type: 'boolean', does: 'Take an artifact that is offered to a namespace in which you may write' },
    cancel: { type: 'boolean', does: 'Take an offer back, or turn it down' },
    yes: { type: 'boolean', does: 'Do not ask; needed where there is no terminal to ask at' },
  },
  about:
    'Moves an artifact with all its versions to another namespace: at once where you may write there, else when somebody who may accepts it within 7 days. The old name leads to the new one for good.',
  examples: [
    ['gati transfer @acme/auth @lumen', 'Move an artifact, or offer it'],
    ['gati transfer @acme/auth --accept', 'Take what is offered'],
  ],
  run: async (context, { arguments: [text = '', to], options }) => {
    const { client, output } = context;
    if ([to !== undefined, options.accept, options.cancel].filter(Boolean).length !== 1)
      throw new UsageError('Give one of @NS, --accept and --cancel.', 'See gati transfer --help');
    const artifact = parseArtifactName(text);
    if (options.accept) {
      const { acceptTransfer } = await client.mutate(AcceptTransferDocument, { input: { artifact } });
      output.result({ name: acceptTransfer!.artifact.name, isMoved: true }, `${artifact} is ${acceptTransfer!.artifact.name} now.`);
      return;
    }
    if (options.cancel) {
      await client.mutate(CancelTransferDocument, { input: { artifact } });
      output.result({ name: artifact, isMoved: false }, `${artifact} is not offered any more.`);
      return;
    }
    const toNamespace = parseHandle(to ?? '', '@NS');
    await confirm(context, { question: `Give ${artifact} to @${toNamespace}?`, answer: artifact, isSure: options.yes });
    const { transferArtifact } = await client.mutate(MoveArtifactDocument, { input: { artifact, toNamespace } });
    const { isMoved, artifact: after } = transferArtifact!;
    output.result(
      { name: after.name, isMoved },
      isMoved
        ? `${artifact} is ${after.name} now.`
        : `${artifact} is offered to @${toNamespace}. Somebody who writes there takes it: gati transfer ${artifact} --accept`,
    );
  },
});
