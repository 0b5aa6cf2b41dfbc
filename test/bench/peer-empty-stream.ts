import { Server, ServerCredentials } from '@grpc/grpc-js';
import {
  type VerifierHandlers,
  type VerifyResponse,
  type VerifyStreamRequest__Output as VerifyStreamRequest,
  verifierDefinition,
} from '@keyledger/proto';
import { announce } from './kit/child.ts';

/** The contract's stream on grpc-js with nothing behind it: the same messages, one answer that was made beforehand. */
const ANSWER: VerifyResponse = {
  allowed: true,
  reasonCode: '',
  grant: {
    keyId: 'key_01jcxk8z3v0000000000000001',
    version: 1,
    organization: {
      id: 'org_01jcxk8z3v0000000000000002',
      version: 1,
      slug: 'bench',
      state: 'active',
      routes: ['*'],
      environments: ['live'],
      tier: 'free',
      demo: false,
    },
    kind: 'secret',
    holder: 'organization',
    environment: 'live',
    scopes: [],
    restrictions: { ips: [], origins: [] },
    tier: 'free',
    secretRetired: false,
    state: 'active',
  },
  position: 'abcdefghijkl-1000',
};

const handlers: Pick<VerifierHandlers, 'VerifyStream'> = {
  VerifyStream: (call) => {
    call.on('data', ({ id, requests }: VerifyStreamRequest) => {
      call.write({ id, responses: requests.map(() => ANSWER) });
    });
    call.on('end', () => call.end());
  },
};

const server = new Server();
server.addService(verifierDefinition, { ...handlers });
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  announce(`127.0.0.1:${String(port)}`);
});
