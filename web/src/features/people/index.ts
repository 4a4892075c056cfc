export { GroupsSection } from './GroupsSection';
export { RolesSection } from './RolesSection';
export { UsersSection } from './UsersSection';
