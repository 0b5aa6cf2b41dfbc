import {
  type AccessRequest,
  type Aggregate,
  type Grant,
  type KeyState,
  type LedgerEvent,
  type OrganizationState,
  PLAIN_REQUEST,
  authorize,
  grantOf,
  narrows,
  touchesAuthority,
} from '@keyledger/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../../test/kit/runs.ts';
import { NOON, keyCreated, keyId, organizationCreated, organizationId, secretDigest } from './kit/samples.ts';
import { Story } from './kit/story.ts';

const moment = fc.constantFrom(null, NOON + 1, NOON + 50, NOON + 100);
/** Few at a time: what one entry admits must not often be admitted by another. */
const names = (...all: string[]) => fc.subarray(all, { maxLength: 2 });
const restrictions = fc.record({
  ips: names(
    '10.0.0.0/8',
    '10.0.0.0/16',
    '10.1.0.0/16',
    '10.1.2.3',
    '::ffff:10.0.0.0/104',
    '2001:db8::/32',
    '::/0',
    '0.0.0.0/0',
  ),
  origins: names('*', 'https://a.example', 'https://*.example', 'https://b.example:8443'),
});
const keyFields = { scopes: names('a', 'b'), restrictions, expiresAt: moment };
const organizationFields = {
  routes: names('*', 'r', 's'),
  environments: names('live', 'test'),
  demo: fc.boolean(),
};

/** An event, and which aggregate it is about. */
type Happening = readonly [id: string, event: LedgerEvent];
const ofKey = (event: fc.Arbitrary<LedgerEvent>) => event.map((each): Happening => [keyId(), each]);
const ofOrganization = (event: fc.Arbitrary<LedgerEvent>) => event.map((each): Happening => [organizationId(), each]);

const happening: fc.Arbitrary<Happening> = fc.oneof(
  ofKey(
    fc
      .constantFrom<LedgerEvent['type']>('key.paused', 'key.resumed', 'key.revoked', 'key.rotation_finished')
      .map((type) => ({ type }) as LedgerEvent),
  ),
  ofKey(
    // An overlap that is over already took something away by date.
    fc.record({
      type: fc.constant('key.rotated' as const),
      secret: fc.integer({ min: 10, max: 1_000_000_000 }).map((n) => secretDigest(n)),
      overlapEndsAt: fc.constantFrom(null, NOON + 1_000),
    }),
  ),
  {
    weight: 4,
    arbitrary: ofKey(fc.record(keyFields, { requiredKeys: [] }).map((changes) => ({ type: 'key.updated', changes }))),
  },
  ofOrganization(fc.constantFrom<LedgerEvent>({ type: 'organization.paused' }, { type: 'organization.resumed' })),
  {
    weight: 4,
    arbitrary: ofOrganization(
      fc.record(organizationFields, { requiredKeys: [] }).map((changes) => ({ type: 'organization.updated', changes })),
    ),
  },
);

const request: fc.Arbitrary<AccessRequest> = fc.record({
  scopes: names('a', 'b'),
  route: fc.constantFrom(null, 'r', 's'),
  clientAddress: fc.constantFrom(null, '10.1.2.3', '10.9.9.9', '11.0.0.1', '2001:db8::1', '::ffff:10.1.2.3'),
  origin: fc.constantFrom('', 'https://a.example', 'https://c.example', 'https://b.example:8443', 'https://evil'),
  secretKindRequired: fc.constant(false),
  secretKindRefused: fc.constant(false),
  organizationHolderRequired: fc.constant(false),
});
const asked = fc.tuple(request, fc.constantFrom(NOON, NOON + 10, NOON + 75, NOON + 500));

/** The grants of all secrets of the key, the oldest first. */
function grants(story: Story): Grant[] {
  const key = story.fold.aggregate(keyId()) as Aggregate<KeyState>;
  const organization = story.fold.aggregate(organizationId()) as Aggregate<OrganizationState>;
  return key.state.secrets.map((_, index) => grantOf(key, organization, index)).reverse();
}

test('after an event that takes nothing away, whatever was allowed before is allowed', () => {
  let widened = 0;
  let narrowed = 0;
  fc.assert(
    fc.property(
      fc.record(keyFields),
      fc.record(organizationFields),
      fc.uniqueArray(happening, {
        maxLength: 8,
        selector: ([, event]) => (event.type === 'key.rotated' ? event.secret.digest : Symbol('each its own')),
      }),
      fc.array(asked, { minLength: 5, maxLength: 20 }),
      (key, organization, happenings, requests) => {
        const story = new Story();
        story.tell(organizationId(), organizationCreated(organization));
        story.tell(keyId(), keyCreated(key));
        for (const [id, event] of happenings) {
          const before = story.fold.aggregate(id)?.state;
          const from = grants(story);
          story.tell(id, event);
          const to = grants(story);
          if (narrows(event, before)) {
            narrowed += 1;
            // What is said of a repeat, from the change alone, is never less.
            if ('changes' in event) expect(touchesAuthority(event.changes)).toBe(true);
            continue;
          }
          widened += 1;
          for (const [index, grant] of from.entries()) {
            for (const [what, now] of [...requests, [PLAIN_REQUEST, NOON] as const]) {
              if (authorize(grant, what, 'live', now) === '') {
                expect(authorize(to[index] as Grant, what, 'live', now)).toBe('');
              }
            }
          }
        }
      },
    ),
    { numRuns: runs(3_000) },
  );
  expect(Math.min(widened, narrowed)).toBeGreaterThan(runs(1_000));
});
