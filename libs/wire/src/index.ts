export { type DecodedRecord, decodeRecord, encodeAttempt, encodeNoop } from './record.ts';
