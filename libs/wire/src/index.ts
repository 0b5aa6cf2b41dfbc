export { type DecodedRecord, decodeRecord, encodeAttempt, encodeNoop } from './record.ts';
export { decodeUsageBatch, encodeUsageBatch, usageBatchFromWire, usageBatchToWire } from './usage.ts';
