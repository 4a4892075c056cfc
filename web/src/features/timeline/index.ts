export { useNoteVerbs } from './api';
export { Feed } from './Feed';
export { sentence } from './sentence';
