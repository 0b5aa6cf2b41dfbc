// Original file: keyledger/v1/ledger.proto


export interface KeyPaused {
}

export interface KeyPaused__Output {
}
