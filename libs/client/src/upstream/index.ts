export { type Caller, type ReceivedHeaders, readCaller } from './caller.ts';
export { type ErrorAnswer, type PublicErrorBody, type UpstreamCode, errorAnswer } from './error-answer.ts';
export {
  type MissingCode,
  type OwnedResource,
  type ResourceCode,
  type ResourceDecision,
  decideResource,
  isListed,
} from './resource.ts';
export { sendError, throughNode } from './through-node.ts';
