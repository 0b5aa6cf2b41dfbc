// Original file: keyledger/v1/ledger_feed.proto


export interface ReportAppliedResponse {
}

export interface ReportAppliedResponse__Output {
}
