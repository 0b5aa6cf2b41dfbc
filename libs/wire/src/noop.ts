import { type AppliedReport, type Incarnation, type NamedHolder, type Noop, positionAt } from '@keyledger/domain';
import type * as wire from '@keyledger/proto';

export function noopToWire({ holders, complete, reports }: Noop): wire.Noop {
  return { holders: holders.map(holderToWire), complete, reports: reports.map(reportToWire) };
}

export function noopFromWire({ holders, complete, reports }: wire.Noop__Output): Noop {
  return { holders: holders.map(holderFromWire), complete, reports: reports.map(reportFromWire) };
}

const bytes = (incarnation: Incarnation): Buffer => Buffer.from(incarnation, 'hex');
const incarnationOf = (id: Uint8Array): Incarnation => Buffer.from(id).toString('hex') as Incarnation;

function holderToWire({ incarnation, terms }: NamedHolder): wire.LeaseHolder {
  return { incarnation: bytes(incarnation), ...terms };
}

function holderFromWire({ incarnation, stalenessMs, staleAllowanceMs }: wire.LeaseHolder__Output): NamedHolder {
  return { incarnation: incarnationOf(incarnation), terms: { stalenessMs, staleAllowanceMs } };
}

function reportToWire({ incarnation, applied, gaveBack }: AppliedReport): wire.AppliedReport {
  return { incarnation: bytes(incarnation), applied, gaveBack };
}

function reportFromWire({ incarnation, applied, gaveBack }: wire.AppliedReport__Output): AppliedReport {
  return { incarnation: incarnationOf(incarnation), applied: positionAt(applied), gaveBack };
}
