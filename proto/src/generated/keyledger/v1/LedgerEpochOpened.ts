// Original file: keyledger/v1/ledger.proto


export interface LedgerEpochOpened {
  'ledgerId'?: (string);
  'replaces'?: (string)[];
}

export interface LedgerEpochOpened__Output {
  'ledgerId': (string);
  'replaces': (string)[];
}
