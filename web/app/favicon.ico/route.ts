/** Browsers ask for this address by themselves, whatever the page says. */
export function GET(): Response {
  return new Response(null, { status: 308, headers: { location: '/icon.svg' } });
}
