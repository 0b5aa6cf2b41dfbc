import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A profile with one route, which every key may ask, in a file of its own. */
export interface Shop {
  readonly file: string;
  close(): Promise<void>;
}

/**
 * @param tiers one after the other, in YAML's flow style
 * @param cost of a request, in the limits of those
 */
export async function openShop(tiers: Readonly<Record<string, string>>, cost = 1): Promise<Shop> {
  const text = `name: shop
environments: [live]
keys:
  prefixes:
    - { text: 'shop_', kind: secret }
scopes:
  hello:read: { granted: true }
tiers:
${Object.entries(tiers)
  .map(([name, tier]) => `  ${name}: ${tier}\n`)
  .join('')}routes:
  hello: { get: /hello, scopes: [hello:read], cost: ${String(cost)} }
`;
  const folder = await mkdtemp(join(tmpdir(), 'keyledger-shop-'));
  const file = join(folder, 'shop.yaml');
  await writeFile(file, text);
  return { file, close: () => rm(folder, { recursive: true }) };
}
