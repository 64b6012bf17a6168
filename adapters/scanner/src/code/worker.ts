import { parentPort } from 'node:worker_threads';
import { verdictOf } from './file-verdict.ts';
import { referencesIn } from './references.ts';
import { judgeShellScript } from './text-rules.ts';
import type { Answer, Judgement, Question } from './worker-pool.ts';

/** Runs in a thread of its own, whose memory and time are limited from outside: what it reads was written to be read by nobody. */
parentPort?.on('message', ({ id, ...file }: Question) => {
  const answer: Answer = { id, ...judge(file) };
  parentPort?.postMessage(answer);
});
parentPort?.postMessage('ready');

const none = { loaded: [], named: [] };

function judge({ path, content, runsAtInstall, isShell, isGuess }: Omit<Question, 'id'>): Judgement {
  const text = new TextDecoder().decode(content);
  if (isShell) return { suspicions: judgeShellScript(text, runsAtInstall), isRead: true, references: none };
  const verdict = verdictOf({ path, text, runsAtInstall, isGuess });
  return { ...verdict, references: verdict.isRead || !isGuess ? referencesIn(text) : none };
}
