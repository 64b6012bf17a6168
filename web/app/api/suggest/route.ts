import { Suggest } from '#web/features/find/queries.ts';
import { suggestionLine } from '#web/features/find/suggestion.ts';
import { ask } from '#web/server/viewer.ts';

/** Completions of what is being typed, as lines with addresses; an empty list whenever there is nothing to say. */
export async function GET(request: Request): Promise<Response> {
  const prefix = (new URL(request.url).searchParams.get('prefix') ?? '').trim().slice(0, 100);
  const answer = prefix === '' ? null : await ask(Suggest, { prefix, limit: 8 });
  return Response.json((answer?.data?.suggest ?? []).map(suggestionLine), { headers: { 'cache-control': 'private, max-age=30', vary: 'cookie' } });
}
