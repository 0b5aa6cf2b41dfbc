import { silentLogger } from '@keyledger/ports';
import { beforeEach } from 'vitest';
import * as sample from '../../../domain/test/kit/samples.ts';
import { Story } from '../../../domain/test/kit/story.ts';
import { type Catalogue, openCatalogue } from '../../src/index.ts';

interface ToldCatalogue {
  /** A ledger and the organization `organizationId(1)`, to be told on. */
  readonly story: Story;
  readonly catalogue: Catalogue;
  /** Gives the catalogue everything told so far. */
  readonly applyAll: () => void;
}

function toldCatalogue(): ToldCatalogue {
  const story = new Story();
  story.tell('ledger', sample.ledgerOpened());
  story.tell(sample.organizationId(1), sample.organizationCreated());
  const catalogue = openCatalogue({ file: ':memory:', logger: silentLogger });
  const applyAll = (): void => {
    catalogue.apply(story.changes, story.fold.position);
  };
  return { story, catalogue, applyAll };
}

/** An empty catalogue in memory and a story for it: others for each test of the file. */
export function eachToldCatalogue(): ToldCatalogue {
  let told: ToldCatalogue;
  beforeEach(() => {
    told = toldCatalogue();
    return () => {
      told.catalogue.close();
    };
  });
  return {
    get story() {
      return told.story;
    },
    get catalogue() {
      return told.catalogue;
    },
    applyAll: () => {
      told.applyAll();
    },
  };
}

/** Creates the keys `from` to `to`, named by their number. */
export function tellKeys(story: Story, from: number, to: number): void {
  for (let n = from; n <= to; n++) {
    story.tell(sample.keyId(n), sample.keyCreated({ name: `key ${String(n)}`, secret: sample.secretDigest(n) }));
  }
}
