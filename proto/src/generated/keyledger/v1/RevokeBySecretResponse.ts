// Original file: keyledger/v1/key_lifecycle.proto


export interface RevokeBySecretResponse {
}

export interface RevokeBySecretResponse__Output {
}
