export { ExportDialog, type ExportDialogProps } from './ExportDialog';
export { ImportDetailPage } from './ImportDetailPage';
export { ImportHistory } from './ImportHistory';
export { ImportPage } from './ImportPage';
