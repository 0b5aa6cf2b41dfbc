// Original file: keyledger/v1/usage.proto


export interface PublishResponse {
}

export interface PublishResponse__Output {
}
