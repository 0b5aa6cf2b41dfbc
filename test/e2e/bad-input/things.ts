import type { Cluster } from '../../kit/cluster.ts';

/** What rows refer to: things that exist, and real secrets to be sent where none belongs. */
export interface Things {
  readonly adminToken: string;
  /** Of the role operator, which may do nothing. */
  readonly operatorToken: string;
  readonly ownerToken: string;
  readonly organization: string;
  readonly key: string;
  readonly secret: string;
  /** Of another key that works as well. */
  readonly otherSecret: string;
  readonly revoked: string;
  readonly revokedSecret: string;
  readonly paused: string;
  readonly pausedSecret: string;
  /** A position of this ledger. */
  readonly position: string;
}

/** As good as the real things for titles, which must be there before any process runs. */
export const PLACEHOLDERS: Things = {
  adminToken: '',
  operatorToken: '',
  ownerToken: '',
  organization: '',
  key: '',
  secret: '',
  otherSecret: '',
  revoked: '',
  revokedSecret: '',
  paused: '',
  pausedSecret: '',
  position: 'ledger-0',
};

export async function makeThings(cluster: Cluster): Promise<Things> {
  const admin = cluster.admin();
  const organization = await admin.organization('acme');
  const token = async (role: string): Promise<string> => {
    const made = await admin.call('POST', `/v1/organizations/${organization}/tokens`, { name: role, role });
    return String(made.body['secret']);
  };
  const key = await admin.key(organization);
  const other = await admin.key(organization);
  const revoked = await admin.key(organization);
  await admin.command(revoked.id, 'revoke');
  const paused = await admin.key(organization);
  const { body } = await admin.command(paused.id, 'pause');
  return {
    adminToken: cluster.adminToken,
    operatorToken: await token('operator'),
    ownerToken: await token('owner'),
    organization,
    key: key.id,
    secret: key.secret,
    otherSecret: other.secret,
    revoked: revoked.id,
    revokedSecret: revoked.secret,
    paused: paused.id,
    pausedSecret: paused.secret,
    position: String(body['position']),
  };
}
