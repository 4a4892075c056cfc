export { Attachments } from './Attachments';
export { FilesBlock } from './FilesBlock';
export { filesOfTransfer } from './model';
export { UploadChips } from './UploadChips';
export { type Kept, useStaged } from './useStaged';
