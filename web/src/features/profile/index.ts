export { ProfileSection } from './ProfileSection';
export { SecuritySection } from './SecuritySection';
export { SignInsSection } from './SignInsSection';
