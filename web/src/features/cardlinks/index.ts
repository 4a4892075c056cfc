export { CompanyBlock } from './CompanyBlock';
export { DealsBlock } from './DealsBlock';
export { PeopleBlock } from './PeopleBlock';
export { StaffBlock } from './StaffBlock';
