import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { announce } from './kit/child.ts';

/** The cheapest upstream there is, so that what stands before it is what is measured. */
const BODY = Buffer.from(JSON.stringify({ message: 'Hello, world.' }));

const server = createServer((_req, res) => {
  res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': BODY.length });
  res.end(BODY);
});
server.listen(0, '127.0.0.1', () => announce(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`));
