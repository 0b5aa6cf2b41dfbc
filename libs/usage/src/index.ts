export { Counts } from './counts.ts';
export { LAST_BUCKET, LatencyHistogram, quantileMs } from './latency.ts';
export { UsageRecorder, type UsageCounter, type UsageRecorderOptions } from './recorder.ts';
export { SECURITY_CATEGORIES, type SecurityCategory, categoryOf, reasonsOf } from './security-reasons.ts';
