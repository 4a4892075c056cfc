export { cardHref, cardParam, readCardParam } from '@/features/cardcore';
export { CardSheet, type CardSheetProps } from './CardSheet';
export { CompanyPage } from './CompanyPage';
export { ContactPage } from './ContactPage';
export { DealPage } from './DealPage';
