import { Type } from 'typebox';
import type { App } from '../app.ts';

const AnyObject = Type.Unsafe<object>({ type: 'object', additionalProperties: true });
const open = { tags: ['about'], security: [] };
const described = (description: string) => ({
  200: { description, content: { 'application/json': { schema: AnyObject } } },
});

/** What can be asked of this server. */
export function registerOpenapi(app: App): void {
  const document = {
    ...open,
    operationId: 'getOpenapi',
    summary: 'This document',
    response: described('OpenAPI 3.1.'),
  };
  app.get('/openapi.json', { schema: document }, async () => app.swagger());

  const root = { ...open, operationId: 'getRoot', summary: 'Where to begin', response: described('Links.') };
  app.get('/', { schema: root }, async () => ({ name: 'Keyledger key authority', openapi: '/openapi.json' }));
}
