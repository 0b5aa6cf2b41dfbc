import type { CatalogueFeedOptions } from '../../services/key-authority/src/ledger/catalogue-feed.ts';

type Catalogue = CatalogueFeedOptions['catalogue'];

/** The catalogue is for people: commands and verifies do not depend on it. This one takes everything and keeps nothing. */
export const noCatalogue = (): Catalogue =>
  ({ apply: () => undefined, isUnstorable: () => false }) as unknown as Catalogue;
