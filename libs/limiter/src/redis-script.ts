import { HOLD_MS, LAST_PART, LENT_PART } from './shared-buckets.ts';

/**
 * One ask, as `SharedBuckets` describes it, by the clock of the server. A bucket is a hash: `tat` its theoretical arrival
 * time, `settled` when nobody holds anything of it any more, both in milliseconds; one that is full is not kept.
 */
export const ASK_SCRIPT = `
local refill, burst, cost, spent = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local wanted, nodes = tonumber(ARGV[5]), tonumber(ARGV[6])
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local kept = redis.call('HMGET', KEYS[1], 'tat', 'settled')
local settled = tonumber(kept[2]) or 0
local owed = 2 * math.max(1, burst * ${String(LENT_PART)})
local tat = math.min(tonumber(kept[1]) or 0, now + (burst + owed) * refill)
tat = math.max(math.max(tat, now) + spent * refill, now)
local tokens = burst - (tat - now) / refill
local allowed = (tokens - cost) * refill >= -0.001
if allowed then tokens = tokens - cost end
local ahead = math.max(0, math.min(wanted, math.floor((tokens - burst * ${String(LAST_PART)}) / (2 * nodes))))
if ahead > 0 then
  tokens = tokens - ahead
  settled = now + ${String(2 * HOLD_MS)}
end
tat = now + (burst - tokens) * refill
local expires = math.ceil(math.max(tat, settled) - now)
if expires > 0 then
  redis.call('HSET', KEYS[1], 'tat', string.format('%.17g', tat), 'settled', string.format('%.17g', settled))
  redis.call('PEXPIRE', KEYS[1], expires)
else
  redis.call('DEL', KEYS[1])
end
return { allowed and '1' or '0', tostring(ahead), string.format('%.17g', tokens),
  string.format('%.17g', math.max(0, settled - now)) }
`;
