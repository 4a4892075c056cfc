export { LossReason, MoveDialog } from './dialogs';
export { StageStrip } from './StageStrip';
