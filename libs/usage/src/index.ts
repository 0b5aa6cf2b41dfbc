export { UsageRecorder, type UsageCounter, type UsageRecorderOptions } from './recorder.ts';
