------------------------------- MODULE Lease -------------------------------
(* The revocation guarantee: freshness leases, holder lists in no-ops, early return by reports.

   One secret, valid from the start. "rev" is the attempt that ends it; the first one is accepted, later ones are void. Every process may stop taking steps at any time (pause, SIGSTOP, partition); every
   message may be lost (the step that receives it is never taken), delayed, or received twice.

   Time: Tick passes for all. Drift is folded into two real durations: a lease that says L lasts at most LHold real
   ticks on the slowest clock; a wait of the revoking replica lasts at least Wait real ticks on the fastest clock.
   The protocol needs Wait >= LHold.

   The checker looks for a LATE accept: of a request that started after some replica answered EVERYWHERE.
   Bug is "none" or the name of one planted mistake.                                                             *)
EXTENDS Naturals, Sequences, FiniteSets, TLC

CONSTANTS Auth, Node,     \* authority replicas; API nodes and client caches
          LHold, Wait,    \* see above
          MaxLog,         \* records
          MaxInc,         \* incarnations of one process
          MaxStart,       \* restarts in all
          MaxRev,         \* attempts to revoke
          Early,          \* TRUE: return as soon as holders have reported; FALSE: always wait the full bound
          Overflow,       \* TRUE: a no-op may be unable to name its holders
          Compaction,     \* TRUE: an older no-op may vanish at any time, leaving a gap in the offsets
          Embedded,       \* TRUE: the one authority owns the ledger: a barrier writes nothing and is kept in its memory
          Bug

VARIABLES log,       \* Seq of records
          app,       \* [holder -> applied position]
          lease,     \* [holder -> newest barrier: real ticks left since t0, position to apply first]
          inc,       \* [holder -> incarnation]
          named,     \* [authority -> holders named before the revocation, in no-ops that it has read since its start]
          hw,        \* [incarnation -> ticks for which it may hold a lease from a no-op before the revocation]
          unk,       \* [authority -> ticks for which a holder may exist that it cannot name]
          cache,     \* [node -> has it "allowed" cached]
          wm,        \* [node -> no fill read below this position]
          call,      \* [node -> its call to an authority]
          chk,       \* [node -> how far its late request has got with the cache]
          derived,   \* [node -> ticks of a cache time granted with an answer] (only for Bug = "derived-cache")
          reported,  \* incarnations that have said: applied the revocation. Every authority knows it at once: the earliest
                     \* that it can, by a call or through the log; a later arrival is a later Return, which is a run too
          gave,      \* incarnations that have given their lease back for good
          returned,  \* some replica has answered EVERYWHERE
          bad        \* how a late request was accepted, "" if none was
vars == <<log, app, lease, inc, named, hw, unk, cache, wm, call, chk, derived, reported, gave, returned, bad>>

H    == Auth \cup Node
Inc  == 1..MaxInc
Id   == H \X Inc
Me(h) == <<h, inc[h]>>
Dec(n) == IF n = 0 THEN 0 ELSE n - 1

NoLease == [rem |-> 0, pos |-> 0]
NoCall  == [st |-> "-", by |-> "-", p |-> 0, late |-> FALSE, rem |-> 0]
Rec(k, s, c) == [k |-> k, s |-> s, c |-> c]            \* kind, holders named, all of them named

Revs == {i \in 1..Len(log) : log[i].k = "rev"}
Rev  == IF Revs = {} THEN 0 ELSE CHOOSE i \in Revs : \A j \in Revs : i <= j
Knows(h) == Rev # 0 /\ app[h] >= Rev          \* the fold of an authority says "revoked"

Init == /\ log = <<>>
        /\ app = [h \in H |-> 0]
        /\ lease = [h \in H |-> NoLease]
        /\ inc = [h \in H |-> 1]
        /\ named = [a \in Auth |-> {}]
        /\ hw = [i \in Id |-> 0]
        /\ unk = [a \in Auth |-> 0]                     \* nobody can hold a lease on an empty log
        /\ cache = [n \in Node |-> TRUE]                \* filled earlier
        /\ wm = [n \in Node |-> 0]
        /\ call = [n \in Node |-> NoCall]
        /\ chk = [n \in Node |-> "-"]
        /\ derived = [n \in Node |-> 0]
        /\ reported = {} /\ gave = {}
        /\ returned = FALSE /\ bad = ""

------------------------------------------------------------------------------
(* Time. A barrier counts from the moment of asking (t0). *)
Older(h) == LET l == lease[h] IN
  IF Bug = "answer-time" /\ app[h] < l.pos THEN l            \* counts from the moment it is granted
  ELSE IF l.rem <= 1 THEN NoLease ELSE [l EXCEPT !.rem = @ - 1]
Tick == \E z \in H \cup {"nobody"} :
  /\ z # "nobody" => Bug = "mono-only"                  \* z's machine is suspended: its monotonic clock stands still
  /\ lease' = [h \in H |-> IF h = z THEN lease[h] ELSE Older(h)]
  /\ hw' = [i \in Id |-> Dec(hw[i])]
  /\ unk' = [a \in Auth |-> Dec(unk[a])]
  /\ derived' = [n \in Node |-> Dec(derived[n])]
  /\ call' = [n \in Node |-> [call[n] EXCEPT !.rem = Dec(@)]]
  /\ UNCHANGED <<log, app, inc, named, cache, wm, chk, reported, gave, returned, bad>>

(* A wall clock of the revoking replica jumps forward; only a wait measured with it is hurt. *)
Jump == /\ Bug = "wait-wall-clock"
        /\ hw' = [i \in Id |-> 0] /\ unk' = [a \in Auth |-> 0]
        /\ UNCHANGED <<log, app, lease, inc, named, cache, wm, call, chk, derived, reported, gave, returned, bad>>

------------------------------------------------------------------------------
(* Barriers. All holders of S ask, and authority a writes their no-op at once: the worst case, since a later write only
   shortens the lease. An answer that is lost or late is a lease not used. Asking again replaces an older lease: a run
   that uses the older one is a run in which the newer no-op does not name the holder.
   hw starts when the no-op is written: the worst case, a replica that receives it at once.
   Names written after the revocation are read by nobody, so they are not kept in the state.                        *)
Written(pos) == [rem |-> LHold, pos |-> pos]
Noop(a, S, all) ==
  LET ids  == {Me(h) : h \in S}
      keep == Rev = 0
  IN /\ ~Embedded /\ Bug # "read-barrier"
     /\ Bug # "memory-holders" => a = CHOOSE b \in Auth : TRUE  \* which of them makes no other difference
     /\ Len(log) < MaxLog /\ S # {}
     /\ all \/ (Overflow /\ keep)
     /\ log' = Append(log, Rec("noop", IF keep /\ all THEN ids ELSE {}, all))
     /\ lease' = [h \in H |-> IF h \in S THEN Written(Len(log) + 1) ELSE lease[h]]
     /\ hw' = IF keep /\ Early THEN [i \in Id |-> IF i \in ids THEN Wait ELSE hw[i]] ELSE hw
     /\ named' = IF Bug = "memory-holders" /\ keep THEN [named EXCEPT ![a] = @ \cup ids] ELSE named
     /\ UNCHANGED <<app, inc, unk, cache, wm, call, chk, derived, reported, gave, returned, bad>>

(* Of the embedded ledger: the position is its end, and who asked is known to the one authority alone, before the end is
   read. A restart forgets it, and waits for everyone. *)
AtEnd(h, e) == [rem |-> LHold, pos |-> IF app[h] >= e THEN 0 ELSE e]
Grant(a, S) ==
  LET ids == {Me(h) : h \in S}
  IN /\ Embedded /\ S # {}
     /\ lease' = [h \in H |-> IF h \in S THEN AtEnd(h, Len(log)) ELSE lease[h]]
     /\ IF Rev = 0 /\ Early /\ Bug # "granted-late"
        THEN /\ hw' = [i \in Id |-> IF i \in ids THEN Wait ELSE hw[i]]
             /\ named' = [named EXCEPT ![a] = @ \cup ids]
        ELSE UNCHANGED <<hw, named>>
     /\ UNCHANGED <<log, app, inc, unk, cache, wm, call, chk, derived, reported, gave, returned, bad>>

Misled(h, e) ==                                         \* a barrier answered without a write for it
  /\ \/ Bug = "read-barrier"                            \* a deposed leader names an old end offset
     \/ Bug = "join-noop" /\ e > 0 /\ log[e].k = "noop"   \* a no-op that was written before the asking
  /\ lease' = [lease EXCEPT ![h] = AtEnd(h, e)]
  /\ UNCHANGED <<log, app, inc, named, hw, unk, cache, wm, call, chk, derived, reported, gave, returned, bad>>

HasLease(h) == lease[h].rem > 0 /\ app[h] >= lease[h].pos

------------------------------------------------------------------------------
(* The log. *)
AppendRev == /\ Len(log) < MaxLog /\ Cardinality(Revs) < MaxRev
             /\ log' = Append(log, Rec("rev", {}, TRUE))
             /\ UNCHANGED <<app, lease, inc, named, hw, unk, cache, wm, call, chk, derived, reported, gave, returned, bad>>

Compact(i) == /\ Compaction /\ ~returned /\ i <= Len(log) /\ log[i].k = "noop"
              /\ \E j \in (i+1)..Len(log) : log[j].k = "noop"
              /\ log' = [log EXCEPT ![i] = Rec("gap", {}, TRUE)]
              /\ UNCHANGED <<app, lease, inc, named, hw, unk, cache, wm, call, chk, derived, reported, gave, returned, bad>>

Apply(h) ==
  LET i == app[h] + 1
      r == log[i]
      first == i = Rev
  IN /\ i <= Len(log)
     /\ app' = [app EXCEPT ![h] = i]
     /\ lease' = IF lease[h].pos = i THEN [lease EXCEPT ![h].pos = 0] ELSE lease
     /\ named' = IF h \in Auth /\ ~Knows(h) /\ Bug # "memory-holders" /\ Early
                 THEN [named EXCEPT ![h] = @ \cup r.s] ELSE named
     /\ unk' = IF h \in Auth /\ ~returned /\ ~Knows(h) /\
                  (\/ r.k = "gap" /\ Bug # "gap-ignored" /\ Early
                   \/ r.k = "noop" /\ ~r.c /\ Bug # "overflow-ignored" /\ Early
                   \/ first /\ (~Early \/ Bug = "read-barrier"))
               THEN [unk EXCEPT ![h] = Wait] ELSE unk
     /\ IF h \in Node /\ r.k = "rev"
        THEN /\ cache' = [cache EXCEPT ![h] = FALSE]
             /\ wm' = [wm EXCEPT ![h] = IF Bug = "no-watermark" THEN @ ELSE i]
        ELSE UNCHANGED <<cache, wm>>
     /\ reported' = IF first /\ ~returned /\ Early THEN reported \cup {Me(h)} ELSE reported
     /\ UNCHANGED <<log, inc, hw, call, chk, derived, gave, returned, bad>>

ReportFirst(h) == /\ Bug = "report-first" /\ Rev # 0 /\ ~returned    \* said when it is received, and applied later
                  /\ reported' = reported \cup {Me(h)}
                  /\ UNCHANGED <<log, app, lease, inc, named, hw, unk, cache, wm, call, chk, derived, gave, returned, bad>>

------------------------------------------------------------------------------
(* Revoking. A replica that has read the revocation back may answer EVERYWHERE, whoever appended it. *)
Excused(i) == CASE Bug = "ignore-authorities" /\ i[1] \in Auth -> TRUE
                [] Bug = "node-id" -> \E j \in Inc : <<i[1], j>> \in reported \cup gave
                [] OTHER -> i \in reported \cup gave
Return(a) ==
  /\ ~returned /\ Knows(a)
  /\ \/ Bug = "already-revoked"
     \/ /\ unk[a] = 0
        /\ \A i \in named[a] : hw[i] = 0 \/ Excused(i)
  /\ returned' = TRUE
  (* what nobody needs any more is forgotten, to keep the state space small *)
  /\ log' = [i \in 1..Len(log) |-> Rec(log[i].k, {}, TRUE)]
  /\ hw' = [i \in Id |-> 0] /\ unk' = [b \in Auth |-> 0] /\ named' = [b \in Auth |-> {}] /\ reported' = {} /\ gave' = {}
  /\ UNCHANGED <<app, lease, inc, cache, wm, call, chk, derived, bad>>

------------------------------------------------------------------------------
(* Asking an authority. It looks at its lease first and at its directory second; a pause may lie between. Sending and
   the first look are one step, so that late also covers calls sent before the return and looked at after it.        *)
Answer(n, a, st, pos, late, rem) ==
  /\ call' = [call EXCEPT ![n] = [st |-> st, by |-> a, p |-> pos, late |-> late, rem |-> rem]]
  /\ bad' = IF st = "ok" /\ late THEN "own call" ELSE bad
  /\ UNCHANGED <<log, app, lease, inc, named, hw, unk, cache, wm, chk, derived, reported, gave, returned>>

AuthorityFirst(n, a) ==                                 \* an earlier call of this slot is given up or lost
  IF Bug = "verdict-first-authority"
  THEN ~Knows(a) /\ Answer(n, a, "half", app[a], returned, 0)
  ELSE (HasLease(a) \/ Bug = "authority-no-lease") /\ Answer(n, a, "half", 0, returned, 0)
AuthoritySecond(n) ==
  LET a == call[n].by IN
  /\ call[n].st = "half"
  /\ IF Bug = "verdict-first-authority"
     THEN HasLease(a) /\ Answer(n, "-", "ok", call[n].p, call[n].late, 0)
     ELSE ~Knows(a) /\ Answer(n, "-", "ok", app[a], call[n].late,
                              IF Bug = "derived-cache" THEN lease[a].rem ELSE 0)

Fill(n) == /\ call[n].st = "ok"                           \* the answer arrives, perhaps long after
           /\ IF call[n].p >= wm[n]
              THEN cache' = [cache EXCEPT ![n] = TRUE] /\ derived' = [derived EXCEPT ![n] = call[n].rem]
              ELSE UNCHANGED <<cache, derived>>
           /\ bad' = IF Bug = "join-call" /\ returned THEN "adopted an older call" ELSE bad
           /\ call' = [call EXCEPT ![n] = NoCall]
           /\ UNCHANGED <<log, app, lease, inc, named, hw, unk, wm, chk, reported, gave, returned>>

------------------------------------------------------------------------------
(* A late request at a node: lease first, cached verdict second. *)
MayUse(n) == CASE Bug = "no-lease-check" -> TRUE
               [] Bug = "derived-cache" -> HasLease(n) \/ derived[n] > 0
               [] OTHER -> HasLease(n)
LateFirst(n) == /\ returned /\ chk[n] = "-"
                /\ IF Bug = "verdict-first" THEN cache[n] ELSE MayUse(n)
                /\ chk' = [chk EXCEPT ![n] = "half"]
                /\ UNCHANGED <<log, app, lease, inc, named, hw, unk, cache, wm, call, derived, reported, gave, returned, bad>>
LateSecond(n) == /\ chk[n] = "half"
                 /\ IF Bug = "verdict-first" THEN MayUse(n) ELSE cache[n]
                 /\ bad' = "cached"
                 /\ UNCHANGED <<log, app, lease, inc, named, hw, unk, cache, wm, call, chk, derived, reported, gave, returned>>

------------------------------------------------------------------------------
(* Restarts. An authority loads any checkpoint c, a node starts at any end offset c that a broker names. *)
Restart(h, c, graceful) ==
  /\ inc[h] < MaxInc /\ Cardinality({i \in Id : i[2] < inc[i[1]]}) < MaxStart
  /\ inc' = [inc EXCEPT ![h] = @ + 1]
  /\ gave' = IF graceful /\ ~returned /\ Early THEN gave \cup {Me(h)} ELSE gave
  /\ app' = [app EXCEPT ![h] = c]
  /\ lease' = [lease EXCEPT ![h] = NoLease]
  /\ IF h \in Auth
     THEN /\ named' = [named EXCEPT ![h] = {}]
          /\ unk' = [unk EXCEPT ![h] = IF Bug \in {"restart-forgets", "memory-holders"} \/ returned THEN 0 ELSE Wait]
          /\ call' = [n \in Node |-> IF call[n].by = h THEN NoCall ELSE call[n]]
          /\ UNCHANGED <<cache, wm, chk, derived>>
     ELSE /\ cache' = [cache EXCEPT ![h] = FALSE]
          /\ wm' = [wm EXCEPT ![h] = IF Bug = "no-floor" THEN 0 ELSE c]
          /\ call' = [call EXCEPT ![h] = NoCall]
          /\ chk' = [chk EXCEPT ![h] = "-"] /\ derived' = [derived EXCEPT ![h] = 0]
          /\ UNCHANGED <<named, unk>>
  /\ UNCHANGED <<log, hw, reported, returned, bad>>

(* The same process loads an older checkpoint (authority) or jumps over records (node), and keeps what it must not. *)
Reload(h, c) ==
  /\ \/ Bug = "reload-keeps-lease" /\ h \in Auth
     \/ Bug = "skip-on-rejoin" /\ h \in Node
  /\ app' = [app EXCEPT ![h] = c]
  /\ UNCHANGED <<log, lease, inc, named, hw, unk, cache, wm, call, chk, derived, reported, gave, returned, bad>>

Next == \/ Tick \/ Jump \/ AppendRev
        \/ \E a \in Auth : Return(a)
        \/ \E h \in H : Apply(h) \/ ReportFirst(h)
        \/ \E h \in H, e \in 0..Len(log) : Misled(h, e)
        \/ \E a \in Auth, S \in SUBSET H, all \in BOOLEAN : Noop(a, S, all)
        \/ \E a \in Auth, S \in SUBSET H : Grant(a, S)
        \/ \E i \in 1..MaxLog : Compact(i)
        \/ \E n \in Node, a \in Auth : AuthorityFirst(n, a)
        \/ \E n \in Node : AuthoritySecond(n) \/ Fill(n) \/ LateFirst(n) \/ LateSecond(n)
        \/ \E h \in H, c \in 0..Len(log), g \in BOOLEAN : Restart(h, c, g)
        \/ \E h \in H, c \in 0..Len(log) : Reload(h, c)

Spec == Init /\ [][Next]_vars

Everywhere == bad = ""                                  \* no accept of a request that started after the return
NeverReturns == ~returned                               \* to see that the model gets there: must be violated
Symm == Permutations(Auth) \cup Permutations(Node)
=============================================================================
