import { parseAddress } from '@keyledger/domain';
import { type Clock, Fault } from '@keyledger/ports';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { principalOf } from './authentication.ts';
import { type BucketLimit, TokenBuckets } from './token-buckets.ts';

type LimitHook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** Bounds the commands of each principal. */
export function limitPrincipals(clock: Clock, limit: BucketLimit): LimitHook {
  return limitHook(new TokenBuckets(clock, limit), (request) => {
    const { kind, subject } = principalOf(request);
    return `${kind} ${subject}`;
  });
}

/** Bounds the calls of each client address. */
export function limitAddresses(clock: Clock, limit: BucketLimit): LimitHook {
  return limitHook(new TokenBuckets(clock, limit), (request) => sourceOf(request.ip));
}

function limitHook(buckets: TokenBuckets, nameOf: (request: FastifyRequest) => string): LimitHook {
  return async (request, reply) => {
    const seconds = buckets.take(nameOf(request));
    if (seconds === 0) return;
    reply.header('Retry-After', String(seconds));
    throw new Fault('rate_limited', 'Too many requests; try again later.');
  };
}

/** Who is counted together: an IPv4 address, or the /64 of an IPv6 one, which is what one customer holds. */
function sourceOf(text: string): string {
  const address = parseAddress(text);
  if (address === null) return '';
  return address.family === 4 ? `4:${String(address.value)}` : `6:${String(address.value >> 64n)}`;
}
