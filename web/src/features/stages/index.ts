export { MoveDialog } from './dialogs';
export { LossReason } from './LossReason';
export { StageStrip } from './StageStrip';
