export { Directory, type FoundSecret, type StateHashAt } from './directory.ts';
