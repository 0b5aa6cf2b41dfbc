// Original file: keyledger/v1/ledger.proto


export interface OrganizationPaused {
}

export interface OrganizationPaused__Output {
}
