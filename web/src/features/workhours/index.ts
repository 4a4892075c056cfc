export { HoursSection } from './HoursSection';
export { MyHoursSection } from './MyHoursSection';
