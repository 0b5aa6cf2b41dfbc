import { Assembly } from './assembly.ts';
import { AnyActorInCache, JoinCall, NoFloor, NoWatermark, UnknownKept } from './cache.ts';
import { GrantedLate } from './embedded.ts';
import {
  AlreadyRevoked,
  Drift,
  GapIgnored,
  IgnoreAuthorities,
  MemoryHolders,
  NodeId,
  OverflowIgnored,
  RestartForgets,
  WaitWallClock,
} from './holders.ts';
import {
  AnswerTime,
  AuthorityNoLease,
  DerivedCache,
  JoinNoop,
  MonoOnly,
  NoLeaseCheck,
  ReloadKeepsLease,
  ReportFirst,
  VerdictFirst,
  VerdictFirstAuthority,
  WallClock,
} from './leases.ts';
import { AnyActor, LostAckIsFailure, NoVersion, ReadBarrier, ShortMemory, SkipOnRejoin } from './log.ts';

/** A mistake that is made on purpose, one at a time: the simulator must find it. */
export interface PlantedBug {
  readonly what: string;
  readonly assemble: () => Assembly;
}

const bug = (what: string, Planted: new () => Assembly): PlantedBug => ({ what, assemble: () => new Planted() });

/** By the names of docs/spec/README.md, where they are there. */
export const BUGS: Readonly<Record<string, PlantedBug>> = {
  'no-lease-check': bug('a node answers from its cache without looking at its lease', NoLeaseCheck),
  'authority-no-lease': bug('an authority answers without looking at its lease', AuthorityNoLease),
  'answer-time': bug('a lease counts from when it was granted, not from when it was asked for', AnswerTime),
  'join-noop': bug('who asks is answered with a no-op that was written before', JoinNoop),
  'read-barrier': bug('a barrier names an end that was read, which a deposed leader may have told', ReadBarrier),
  'no-watermark': bug('a fill that was read before a change puts the old answer back', NoWatermark),
  'no-floor': bug('a follower that began after a change takes an answer that was read before it', NoFloor),
  'join-call': bug('a request takes the answer to a call that was sent before it came', JoinCall),
  'verdict-first': bug('a node reads the verdict, and then looks at its lease', VerdictFirst),
  'verdict-first-authority': bug('an authority reads the verdict, and then looks at its lease', VerdictFirstAuthority),
  'memory-holders': bug('a replica knows only the holders that asked it', MemoryHolders),
  'restart-forgets': bug('a replica that has just started waits for nobody from before', RestartForgets),
  'ignore-authorities': bug('authorities are not waited for', IgnoreAuthorities),
  'granted-late': bug('embedded ledger: a holder is answered before the authority has noted it', GrantedLate),
  'report-first': bug('a holder tells what it has received, and not yet applied', ReportFirst),
  'node-id': bug('a holder is known by the name of its machine', NodeId),
  'already-revoked': bug('a second command is answered as everywhere from the state alone', AlreadyRevoked),
  'gap-ignored': bug('what compaction removed is not thought of', GapIgnored),
  'overflow-ignored': bug('a no-op that could not name all is taken for one that did', OverflowIgnored),
  'mono-only': bug('a node measures its lease by the monotonic clock alone', MonoOnly),
  'wait-wall-clock': bug('the waiting side measures by a wall clock', WaitWallClock),
  'wall-clock': bug('a node measures its lease by the wall clock alone', WallClock),
  drift: bug('the waiting side waits as long as a lease lasts, and no longer', Drift),
  'derived-cache': bug('an answer is used for as long as the authority that gave it had a lease', DerivedCache),
  'reload-keeps-lease': bug('an authority loads an older state and goes on under its lease', ReloadKeepsLease),
  'skip-on-rejoin': bug('a follower whose connection broke goes on at the end', SkipOnRejoin),
  'unknown-kept': bug('a created key stays unknown to who asked for it too early', UnknownKept),
  'no-version': bug('the fold does not look at the version that a change was decided against', NoVersion),
  'lost-ack-is-failure': bug('a write that nobody acknowledged is told as one that was not made', LostAckIsFailure),
  'any-actor': bug('what a revoked token asked for takes effect at some replicas', AnyActor),
  'any-actor-in-cache': bug('a node takes for accepted what a revoked token asked for', AnyActorInCache),
  'Memory=1': bug('the fold remembers the last command alone', ShortMemory),
};

/** The planted bug of this name, or the code as it is. @throws where there is none of that name */
export function assemblyOf(name: string | null): Assembly {
  if (name === null) return new Assembly();
  const planted = BUGS[name];
  if (planted === undefined) throw new Error(`There is no bug ${name}; --list-bugs names all.`);
  return planted.assemble();
}
