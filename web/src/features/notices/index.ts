export { MailSection } from './MailSection';
export { NoticesSection } from './NoticesSection';
