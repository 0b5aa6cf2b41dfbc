// Original file: keyledger/v1/ledger.proto


export interface KeyRevoked {
}

export interface KeyRevoked__Output {
}
