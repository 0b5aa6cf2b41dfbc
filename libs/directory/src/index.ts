export { Directory, type FoundSecret } from './directory.ts';
