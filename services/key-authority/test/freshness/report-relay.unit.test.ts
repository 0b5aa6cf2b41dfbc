import { type AppliedReport, BEFORE_FIRST, type Incarnation, positionAt } from '@keyledger/domain';
import { beforeEach, expect, test } from 'vitest';
import { ReportRelay } from '../../src/freshness/report-relay.ts';

const at = positionAt;
const A = 'a'.repeat(32) as Incarnation;

let passed: AppliedReport[];
let relay: ReportRelay;

beforeEach(() => {
  passed = [];
  relay = new ReportRelay((report) => void passed.push(report));
});

test('nothing is passed on of what this replica alone has changed', () => {
  relay.applied(A, at(5));
  relay.applied(A, at(9));
  expect(passed).toEqual([]);
});

test('a report that takes in a change of another replica is passed on once, whichever comes first', () => {
  relay.changed(at(5));
  relay.applied(A, at(4));
  expect(passed).toEqual([]);
  relay.applied(A, at(6));
  relay.applied(A, at(7));
  expect(passed).toEqual([{ incarnation: A, applied: 6, gaveBack: false }]);
  relay.applied(A, at(12));
  relay.changed(at(11));
  expect(passed.slice(1)).toEqual([{ incarnation: A, applied: 12, gaveBack: false }]);
});

test('a lease that was given back always is', () => {
  relay.applied(A, at(4));
  relay.gaveBack(A);
  relay.changed(at(3));
  expect(passed).toEqual([{ incarnation: A, applied: BEFORE_FIRST, gaveBack: true }]);
});
