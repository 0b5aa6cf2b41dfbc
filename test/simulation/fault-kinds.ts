/** What can be wrong with processes, their clocks, the network and the ledger. */
export const FAULT_KINDS = [
  'process paused',
  'machine suspended',
  'process killed',
  'process restarted',
  'cut off from the ledger',
  'ledger heard, not answered',
  'ledger not heard',
  'cut off from an authority',
  'cut off from everything',
  'slow ledger',
  'slow authority',
  'wall clock jumped',
  'leader deposed',
  'ledger compacted',
  'compacted behind a reader',
  'cut off soon after its start',
  'wall clock set back while cut off',
  'connection to the ledger reset',
  'connected to the ledger anew',
  'state reloaded',
  'follower lost its way',
  'follower lost its way, answers late',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];
