// Original file: keyledger/v1/ledger.proto


export interface MemberRemoved {
}

export interface MemberRemoved__Output {
}
