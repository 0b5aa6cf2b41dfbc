// Original file: keyledger/v1/ledger.proto


export interface OrganizationResumed {
}

export interface OrganizationResumed__Output {
}
