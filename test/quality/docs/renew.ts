// Writes the tables of docs/ anew from the code: node deploy/local/run.mjs test/quality/docs/renew.ts
import { writeFileSync } from 'node:fs';
import { documents } from './documents.ts';

for (const { path, text, current } of documents()) if (text !== current) writeFileSync(path, current);
