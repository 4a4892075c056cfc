export { CompanyBlock } from './CompanyBlock';
export { DealsBlock, StaffBlock } from './laterParts';
export { PeopleBlock } from './PeopleBlock';
