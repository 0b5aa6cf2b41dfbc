import type { Profile } from '@keyledger/domain';
import { type OpenApiPage, openApiPage } from '../openapi/openapi-page.ts';
import { CredentialReader } from './credentials.ts';
import { errorPage } from './error-page.ts';
import { HeaderRules } from './header-rules.ts';
import { Refusals } from './refusals.ts';

/** What a profile means at the public port, worked out once. */
export class PortRules {
  readonly profile: Profile;
  readonly credentials: CredentialReader;
  readonly headers: HeaderRules;
  readonly refusals: Refusals;
  readonly errorPage: string;
  /** Null: this port does not describe itself. */
  readonly openApi: OpenApiPage | null;

  /** @param errorDocs the address of the page that explains the codes. */
  constructor(profile: Profile, errorDocs: string) {
    this.profile = profile;
    this.credentials = new CredentialReader(profile.credentials);
    this.headers = new HeaderRules(profile);
    this.refusals = new Refusals(profile.errors, errorDocs);
    this.errorPage = errorPage(profile.errors);
    this.openApi = openApiPage(profile, errorDocs);
  }
}

/** The rules of the profile of now. A request asks once, so that a profile that changes meanwhile never splits it. */
export class CurrentRules {
  readonly #profile: () => Profile;
  readonly #errorDocs: string;
  #last: PortRules;

  constructor(profile: () => Profile, errorDocs: string) {
    this.#profile = profile;
    this.#errorDocs = errorDocs;
    this.#last = new PortRules(profile(), errorDocs);
  }

  /** The same object until the profile is another. */
  now(): PortRules {
    const profile = this.#profile();
    if (profile !== this.#last.profile) this.#last = new PortRules(profile, this.#errorDocs);
    return this.#last;
  }
}
