import { type AppliedReport, type Incarnation, type NamedHolder, type Noop, positionAt } from '@keyledger/domain';
import type * as wire from '@keyledger/proto';

export function noopToWire({ holders, complete, reports }: Noop): wire.Noop {
  return { holders: holders.map(holderToWire), complete, reports: reports.map(reportToWire) };
}

export function noopFromWire({ holders, complete, reports }: wire.Noop__Output): Noop {
  return { holders: holders.map(holderFromWire), complete, reports: reports.map(reportFromWire) };
}

const bytes = (incarnation: Incarnation): Buffer => Buffer.from(incarnation, 'hex');
const incarnationOf = (id: Buffer): Incarnation => id.toString('hex') as Incarnation;

function holderToWire({ incarnation, terms, ...more }: NamedHolder): wire.LeaseHolder {
  return { incarnation: bytes(incarnation), ...terms, ...more };
}

function holderFromWire(holder: wire.LeaseHolder__Output): NamedHolder {
  const { stalenessMs, staleAllowanceMs, sharesLimits } = holder;
  const named = { incarnation: incarnationOf(holder.incarnation), terms: { stalenessMs, staleAllowanceMs } };
  return sharesLimits ? { ...named, sharesLimits } : named;
}

function reportToWire({ incarnation, applied, gaveBack }: AppliedReport): wire.AppliedReport {
  return { incarnation: bytes(incarnation), applied, gaveBack };
}

function reportFromWire({ incarnation, applied, gaveBack }: wire.AppliedReport__Output): AppliedReport {
  return { incarnation: incarnationOf(incarnation), applied: positionAt(applied), gaveBack };
}
