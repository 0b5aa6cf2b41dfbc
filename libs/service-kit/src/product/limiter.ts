import { choice } from '../config/kinds.ts';
import { Secret } from '../config/secret.ts';
import { custom, refuse } from '../config/setting.ts';
import type { Refusal } from '../config/setting.ts';

/** Where the buckets of rate limits are: in each node by itself, or shared by all. */
export type LimiterChoice =
  { readonly kind: 'local' } | { readonly kind: 'redis'; /** With whatever password it holds. */ readonly url: Secret };

const FORM =
  '`local` or the address of a Redis or Valkey server: `redis://[USER:PASSWORD@]HOST[:PORT][/DB]` or `rediss://…`';
const ADDRESS = /^rediss?:\/\/([^@/\s]*@)?(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(:[1-9][0-9]{0,4})?(\/[0-9]{1,3})?$/;

function limiter(text: string): LimiterChoice | Refusal {
  if (text === 'local') return { kind: 'local' };
  return ADDRESS.test(text) && URL.canParse(text)
    ? { kind: 'redis', url: new Secret(text) }
    : refuse(`must be ${FORM}`);
}

/** What rate limits need beside a profile's tiers. */
export const limiterSettings = {
  limiter: {
    ...custom('KEYLEDGER_LIMITER', FORM, limiter, {
      summary:
        "Where rate limits are counted (docs/rate-limits.md); `local`: each node's part by the number of live nodes",
      default: 'local',
    }),
    secret: true,
  },
  onLimiterOutage: choice('KEYLEDGER_ON_LIMITER_OUTAGE', ['local-share', 'refuse'], {
    summary: "What happens to requests while the rate limiter does not answer: each node's part of the limit, or 429",
    default: 'local-share',
  }),
};
