// Original file: keyledger/v1/ledger.proto


export interface KeyResumed {
}

export interface KeyResumed__Output {
}
