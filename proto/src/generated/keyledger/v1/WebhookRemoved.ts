// Original file: keyledger/v1/ledger.proto


export interface WebhookRemoved {
}

export interface WebhookRemoved__Output {
}
