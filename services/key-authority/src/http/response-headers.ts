import type { FastifyReply, FastifyRequest } from 'fastify';

/** What every answer carries. No CORS header is among them: the admin API is not for other origins' pages. */
export async function setResponseHeaders(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.headers({
    'X-Request-Id': request.id,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
  });
  if (/^\/v1(?:[/?]|$)/.test(request.url)) reply.header('Cache-Control', 'no-store');
}
