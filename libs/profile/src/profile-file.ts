import type { KeyKind, QueryCode } from '@keyledger/domain';

/** What a profile's YAML says, once it fits `profile.schema.json`. */
export interface ProfileFile {
  readonly name: string;
  readonly environments: readonly [string, ...string[]];
  readonly keys: KeysFile;
  readonly credentials?: { readonly headers?: readonly [string, ...string[]]; readonly keep?: boolean };
  readonly scopes: 'any' | Members<{ readonly public?: boolean; readonly granted?: boolean }>;
  readonly tiers: Members<TierFile>;
  readonly legacy_rate_limit_headers?: boolean;
  readonly expiry?: { readonly required?: boolean; readonly mutable?: boolean };
  readonly errors?: { readonly validation_status?: 400 | 422 };
  readonly cors?: CorsFile;
  readonly forward?: Members<string>;
  readonly queries?: Members<QueryFile>;
  readonly routes: 'any' | Members<RouteFile>;
}

type Members<T> = Readonly<Record<string, T>>;

export interface KeysFile {
  readonly prefixes: readonly PrefixFile[];
  readonly environment_codes?: Members<string>;
}

export interface PrefixFile {
  readonly text: string;
  readonly kind: KeyKind;
  readonly environment?: string;
}

export type TierFile = 'unlimited' | 'own' | (LimitFile & { readonly organization?: LimitFile });

export interface LimitFile {
  readonly per_hour?: number;
  readonly per_minute?: number;
  readonly burst: number;
  readonly overage?: boolean;
}

export interface CorsFile {
  readonly allow_headers?: readonly string[];
  readonly expose_headers?: readonly string[];
  readonly max_age_seconds?: number;
  readonly refuse_secret_keys?: boolean;
}

export interface QueryFile {
  readonly parameters: Members<ParameterFile>;
  readonly ranges?: readonly (readonly [string, string])[];
}

export type ParameterFile = { readonly code?: QueryCode } & (
  | { readonly type: 'integer'; readonly min: number; readonly max: number }
  | { readonly type: 'choice'; readonly values: readonly string[] }
  | { readonly type: 'date' | 'text' }
);

export const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

export type RouteFile = Partial<Readonly<Record<(typeof METHODS)[number], string>>> & {
  readonly scopes?: readonly string[];
  readonly kinds?: readonly KeyKind[];
  readonly holder?: 'any' | 'organization';
  readonly query?: string;
  readonly cost?: number;
  readonly refusals?: readonly string[];
};
