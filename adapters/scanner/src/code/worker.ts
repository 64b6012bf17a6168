import { parentPort } from 'node:worker_threads';
import { judgeFile } from './file-verdict.ts';
import type { Answer, Question } from './worker-pool.ts';

/** Runs in a thread of its own, whose memory and time are limited from outside: what it reads was written to be read by nobody. */
parentPort?.on('message', ({ id, path, content, runsAtInstall }: Question) => {
  const answer: Answer = { id, suspicions: judgeFile({ path, text: new TextDecoder().decode(content), runsAtInstall }) };
  parentPort?.postMessage(answer);
});
parentPort?.postMessage('ready');
