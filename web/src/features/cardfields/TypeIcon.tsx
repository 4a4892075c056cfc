import {
  AlignLeft,
  AtSign,
  Cake,
  CalendarClock,
  CalendarDays,
  CircleDollarSign,
  Coins,
  Hash,
  Landmark,
  Link2,
  List,
  ListChecks,
  type LucideIcon,
  MapPin,
  Paperclip,
  Phone,
  Radar,
  Sigma,
  SquareCheck,
  Type,
  Waypoints,
} from 'lucide-react';
import type { FieldType } from '@/features/fields';

const ICONS: Record<FieldType, LucideIcon> = {
  text: Type,
  textarea: AlignLeft,
  number: Hash,
  money: CircleDollarSign,
  checkbox: SquareCheck,
  list: List,
  multilist: ListChecks,
  date: CalendarDays,
  datetime: CalendarClock,
  birthday: Cake,
  url: Link2,
  phone: Phone,
  email: AtSign,
  address: MapPin,
  monetary: Coins,
  link: Waypoints,
  legal_entity: Landmark,
  tracking_data: Radar,
  file: Paperclip,
  formula: Sigma,
};

/** The mark of a type of field. */
export function TypeIcon({ type }: { type: FieldType }) {
  const Icon = ICONS[type] ?? Type;
  return <Icon aria-hidden="true" size={16} />;
}
