// Original file: keyledger/v1/ledger.proto


export interface LedgerOpened {
  'ledgerId'?: (string);
}

export interface LedgerOpened__Output {
  'ledgerId': (string);
}
