export { ViewsButton } from './ViewsButton';
