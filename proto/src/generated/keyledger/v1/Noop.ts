// Original file: keyledger/v1/ledger.proto


export interface Noop {
}

export interface Noop__Output {
}
