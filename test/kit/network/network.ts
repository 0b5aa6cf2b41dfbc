import { type Endpoint, TcpProxy, type Trouble } from './tcp-proxy.ts';

/** The way from one process to another; processes are named, such as `node-0` and `broker-2`. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly proxy: TcpProxy;
}

/** All that stands between the processes of a test. */
export class Network {
  readonly links: Link[] = [];

  /**
   * Makes a way.
   * @param target asked at every connection
   * @param at where it begins; by default on a port that the system chooses
   * @returns where it begins
   */
  async connect(
    from: string,
    to: string,
    target: () => Endpoint,
    at: Endpoint = { host: '127.0.0.1', port: 0 },
  ): Promise<Endpoint> {
    const proxy = await TcpProxy.listen(at, target);
    this.links.push({ from, to, proxy });
    return proxy.address;
  }

  /** Every way that begins at one of these and ends at one of those. */
  between(from: readonly string[], to: readonly string[]): Link[] {
    return this.links.filter((link) => from.includes(link.from) && to.includes(link.to));
  }

  /** On all ways, or those given. */
  apply(trouble: Trouble | null, links: readonly Link[] = this.links): void {
    for (const { proxy } of links) proxy.apply(trouble);
  }

  async close(): Promise<void> {
    await Promise.all(this.links.map(({ proxy }) => proxy.close()));
  }
}

export const endpointText = ({ host, port }: Endpoint): string => `${host}:${String(port)}`;
