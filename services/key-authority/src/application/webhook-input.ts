import { WEBHOOK_KINDS, type WebhookKind } from '@keyledger/domain';
import { namesPrivateAddress } from '@keyledger/webhooks';
import { Problems } from './validation.ts';

export interface CreateWebhookInput {
  readonly url: string;
  /** Left out: all. */
  readonly kinds?: readonly WebhookKind[];
  readonly description?: string;
}

export type NewWebhook = Required<CreateWebhookInput>;

const MAX_URL = 2_048;
/** As a request line may have it; what is outside of ASCII is to be written as it is looked up and sent. */
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

/**
 * The input with what it leaves out.
 * @param allowPrivate also http, and addresses that are not public
 * @throws Fault `validation_failed` with all problems
 */
export function checkNewWebhook(input: CreateWebhookInput, reason: string, allowPrivate: boolean): NewWebhook {
  const { url, kinds = WEBHOOK_KINDS, description = '' } = input;
  const problems = new Problems();
  const problem = urlProblem(url, allowPrivate);
  if (problem !== null) problems.add('url', problem);
  problems.check(kinds.length > 0, 'kinds', 'at least one kind');
  problems.list('kinds', kinds);
  if (description !== '') problems.name('description', description);
  problems.reason(reason);
  problems.assertNone();
  return { url, kinds, description };
}

/** Names are looked up when a message is sent: that they lead to where it may go is checked then. */
function urlProblem(text: string, allowPrivate: boolean): string | null {
  const url = VISIBLE_ASCII.test(text) && text.length <= MAX_URL ? URL.parse(text) : null;
  const isHttp = url?.protocol === 'http:' && allowPrivate;
  if (url === null || (url.protocol !== 'https:' && !isHttp)) {
    return `an ${allowPrivate ? 'http or ' : ''}https address of at most ${String(MAX_URL)} visible ASCII characters`;
  }
  if (url.username !== '' || url.password !== '' || text.includes('#')) return 'without user, password and fragment';
  return !allowPrivate && namesPrivateAddress(url) ? 'not a private address' : null;
}
