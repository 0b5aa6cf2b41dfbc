// Original file: keyledger/v1/ledger.proto


export interface TokenRevoked {
}

export interface TokenRevoked__Output {
}
