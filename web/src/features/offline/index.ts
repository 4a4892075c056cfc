export { leave } from './leave';
export { OfflineBar } from './OfflineBar';
export { startOffline } from './start';
