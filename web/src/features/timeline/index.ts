export { type NoteBody, useNoteVerbs } from './api';
export { Feed } from './Feed';
export { type Note, talkOf } from './model';
export { sentence } from './sentence';
