import { type LedgerPosition, parsePosition } from '@keyledger/domain';
import { Fault, type FieldError, type VerifyRequest } from '@keyledger/ports';
import type {
  VerifyRequest as WireVerifyRequest,
  VerifyRequest__Output as WireVerifyRequestRead,
} from '@keyledger/proto';

/** The most requests in one message (interfaces.md, "gRPC"). */
export const MAX_BATCH = 1000;

/** Lengths in UTF-16 units; longer ones cannot be of any key that exists. */
const MAX_SECRET = 512;
const MAX_SCOPES = 100;
const MAX_SCOPE = 128;
const MAX_ROUTE = 256;
const MAX_ADDRESS = 64;
const MAX_ORIGIN = 512;
/** Errors that one answer names. */
const MAX_ERRORS = 20;

export interface AskedRequest {
  readonly request: VerifyRequest;
  /** Answer from a state at least this new; null: any. */
  readonly atLeast: LedgerPosition | null;
}

/** @throws Fault `validation_failed`, naming each bad field of every request. */
export function verifyRequestsFromWire(
  wires: readonly WireVerifyRequestRead[],
  ledgerId: () => string,
  path: (index: number) => string,
): AskedRequest[] {
  if (wires.length > MAX_BATCH) throw refused([{ field: 'requests', message: `at most ${String(MAX_BATCH)}` }]);
  const errors: FieldError[] = [];
  const asked = wires.map((wire, index) => {
    const request = requestFromWire(wire);
    if (!isWithinLimits(request)) errors.push(...limitErrors(request, path(index)));
    return { request, atLeast: atLeastFromWire(wire.atLeast, ledgerId, path(index), errors) };
  });
  if (errors.length > 0) throw refused(errors);
  return asked;
}

/** What is said alike in the port's words and on the wire. */
function alike(request: Omit<VerifyRequest, 'clientAddress' | 'route'>) {
  const { secret, scopes, origin, secretKindRequired, secretKindRefused, organizationHolderRequired } = request;
  return { secret, scopes: [...scopes], origin, secretKindRequired, secretKindRefused, organizationHolderRequired };
}

function requestFromWire(wire: WireVerifyRequestRead): VerifyRequest {
  const { route, clientAddress } = wire;
  return {
    ...alike(wire),
    route: route === '' ? null : route,
    clientAddress: clientAddress === '' ? null : clientAddress,
  };
}

/** @throws Fault `validation_failed` where the other side would refuse the whole message because of this request. */
export function verifyRequestToWire(request: VerifyRequest): WireVerifyRequest {
  if (!isWithinLimits(request)) throw refused(limitErrors(request, ''));
  return { ...alike(request), route: request.route ?? '', clientAddress: request.clientAddress ?? '' };
}

const isWithinLimits = (request: VerifyRequest): boolean =>
  request.secret.length <= MAX_SECRET &&
  request.scopes.length <= MAX_SCOPES &&
  request.scopes.every((scope) => scope.length <= MAX_SCOPE) &&
  // An empty route would say "not checked" on the wire.
  request.route !== '' &&
  (request.route?.length ?? 0) <= MAX_ROUTE &&
  (request.clientAddress?.length ?? 0) <= MAX_ADDRESS &&
  request.origin.length <= MAX_ORIGIN;

function limitErrors(request: VerifyRequest, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const limit = (field: string, length: number, max: number, unit = 'characters'): void => {
    if (length > max) errors.push({ field: path + field, message: `at most ${String(max)} ${unit}` });
  };
  limit('secret', request.secret.length, MAX_SECRET);
  limit('scopes', request.scopes.length, MAX_SCOPES, 'scopes');
  request.scopes.forEach((scope, index) => limit(`scopes[${String(index)}]`, scope.length, MAX_SCOPE));
  limit('route', request.route?.length ?? 0, MAX_ROUTE);
  if (request.route === '') errors.push({ field: `${path}route`, message: 'a name, or none' });
  limit('client_address', request.clientAddress?.length ?? 0, MAX_ADDRESS);
  limit('origin', request.origin.length, MAX_ORIGIN);
  return errors.slice(0, MAX_ERRORS);
}

function atLeastFromWire(
  text: string,
  ledgerId: () => string,
  path: string,
  errors: FieldError[],
): LedgerPosition | null {
  if (text === '') return null;
  const parsed = parsePosition(text);
  if (parsed !== null && Number.isSafeInteger(parsed.position) && parsed.ledgerId === ledgerId())
    return parsed.position;
  errors.push({ field: `${path}at_least`, message: 'a position of this ledger' });
  return null;
}

const refused = (errors: readonly FieldError[]): Fault =>
  new Fault('validation_failed', 'The request is not valid.', { errors: errors.slice(0, MAX_ERRORS) });
