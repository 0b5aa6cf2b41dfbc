import { type BucketLimit, TokenBuckets, addressBlock } from '@keyledger/domain';
import type { Clock } from '@keyledger/ports';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type CommandLimits, tooManyRequests } from '../access/command-limits.ts';
import { principalOf } from './authentication.ts';

type LimitHook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** Bounds the commands of each principal. */
export function limitPrincipals(limits: CommandLimits): LimitHook {
  return limitHook((request) => limits.take(principalOf(request)));
}

/** Bounds the calls of each client address. */
export function limitAddresses(clock: Clock, limit: BucketLimit): LimitHook {
  const buckets = new TokenBuckets(limit);
  return limitHook((request) => buckets.take(addressBlock(request.ip), clock.monotonic()));
}

function limitHook(take: (request: FastifyRequest) => number): LimitHook {
  return async (request, reply) => {
    const waitMs = take(request);
    if (waitMs === 0) return;
    reply.header('Retry-After', String(Math.ceil(waitMs / 1000)));
    throw tooManyRequests();
  };
}
