// Original file: keyledger/v1/ledger.proto


export interface KeyRotationFinished {
}

export interface KeyRotationFinished__Output {
}
