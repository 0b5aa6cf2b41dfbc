import { type AddressRange, parseAddressRange } from '@keyledger/domain';
import { choice, flag, list } from '../config/kinds.ts';
import { type Refusal, refuse } from '../config/setting.ts';
import type { Rule } from '../config/table.ts';

const RANGE_FORM = 'an address or a CIDR range without host bits';

const range = (given: string): AddressRange | Refusal => parseAddressRange(given) ?? refuse(`must be ${RANGE_FORM}`);

/** Who stands between clients and the public port, and how they tell whom they pass on. */
export const proxySettings = {
  trustedProxies: list('KEYLEDGER_TRUSTED_PROXIES', RANGE_FORM, range, {
    summary: 'Whose forwarded addresses and request ids count; not set: nobody, not even loopback',
  }),
  forwardedHeader: choice('KEYLEDGER_FORWARDED_HEADER', ['x-forwarded-for', 'forwarded'], {
    summary: 'By which header every trusted proxy tells whom it passes on; of the other, nothing counts',
    default: 'x-forwarded-for',
  }),
  proxyProtocol: flag('KEYLEDGER_PROXY_PROTOCOL', {
    summary: 'Whether every connection must come from a trusted proxy and begin with a PROXY protocol header (1 or 2)',
    default: 'off',
  }),
};

/** The protocol is of use with trusted proxies alone: without any, every connection would be refused. */
export const proxyRules: readonly Rule<typeof proxySettings>[] = [
  {
    of: ['trustedProxies', 'proxyProtocol'],
    check: ({ trustedProxies, proxyProtocol }) =>
      proxyProtocol && trustedProxies === undefined
        ? { name: proxySettings.trustedProxies.name, message: 'is required while KEYLEDGER_PROXY_PROTOCOL is on' }
        : null,
  },
];
