import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGateway, shapes, type OpenGateway } from './shop.ts';

describe.each(shapes)('what an error tells, subgraphs %s', (shape) => {
  let open: OpenGateway;
  beforeAll(async () => {
    open = await openGateway({ shape });
  });
  afterAll(() => open.close());

  it('is nothing of the inside: no SQL, no path, no stack, no name of a class', async () => {
    const { text, body } = await open.ask('{ boom good(id: "g1") { name } }');
    expect(text).not.toMatch(/select|accounts|\/srv|\.ts|stack|Error:|serviceName/i);
    expect(body.errors[0]).toMatchObject({
      message: 'Something went wrong inside the registry.',
      path: ['boom'],
      extensions: { code: 'INTERNAL', details: {} },
    });
  });

  it('is in the log instead, with the cause and the request id', async () => {
    const { headers } = await open.ask('{ boom }');
    const line = open.logger.lines.find(({ facts }) => (facts as { requestId?: string }).requestId === headers.get('x-request-id'));
    expect(line).toMatchObject({ level: 'error', facts: { subgraph: 'goods' } });
    expect((line!.facts as { err: Error }).err.message).toContain('select * from accounts');
  });

  it('is no guess at what else there is', async () => {
    const misspelt = [
      '{ god(id: "g1") { name } }',
      '{ good(id: "g1") { nam } }',
      '{ good(i: "g1") { name } }',
      '{ good(id: "g1") { ... on Goood { name } } }',
      'query($x: Strin) { whoami }',
      '{ whoami @inclde(if: true) }',
    ];
    for (const query of misspelt) {
      const { status, text } = await open.ask(query);
      expect(status).toBe(400);
      expect(text).not.toMatch(/did you mean|or maybe/i);
    }
  });

  it('never has the extension by which hidden differs from missing', async () => {
    const { text } = await open.ask('{ good(id: "g1") { ratings(first: 1) { by { id name } } } }');
    expect(text).not.toContain('valueCompletion');
  });

  it('leaves nothing of federation in the schema', async () => {
    const { text } = await open.ask('{ __schema { types { name fields { name } } directives { name } } }');
    expect(text).not.toMatch(/_entities|_service|_Any|join__|"key"|listSize/);
  });
});
