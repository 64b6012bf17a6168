import { CreateSocketTicket } from '#web/features/watch-job/ticket.ts';
import { isSameOrigin } from '#web/server/request.ts';
import { readSession } from '#web/server/session.ts';
import { settings } from '#web/server/settings.ts';
import { ask } from '#web/server/viewer.ts';

/** A one-use ticket for the reader's WebSocket, for pages of our own alone; null for the signed-out, who connect without one. */
export async function POST(request: Request): Promise<Response> {
  const headers = { 'cache-control': 'private, no-store' };
  if (!isSameOrigin(request.headers, settings().publicUrl)) return Response.json({ ticket: null }, { status: 403, headers });
  if (!(await readSession())) return Response.json({ ticket: null }, { headers });
  const { data } = await ask(CreateSocketTicket, {});
  return Response.json({ ticket: data?.createSocketTicket?.ticket ?? null }, { status: data?.createSocketTicket ? 200 : 503, headers });
}
