import {
  CircleCheck,
  Coins,
  FileText,
  Flag,
  type LucideIcon,
  Mail,
  MapPin,
  MessageCircle,
  Phone,
  Truck,
  Users,
  Wrench,
} from 'lucide-react';

/** The icons a type of tasks may have, by the word it is stored under. */
export const TASK_ICONS: Readonly<Record<string, LucideIcon>> = {
  call: Phone,
  meeting: Users,
  email: Mail,
  check: CircleCheck,
  message: MessageCircle,
  document: FileText,
  payment: Coins,
  visit: MapPin,
  delivery: Truck,
  repair: Wrench,
  flag: Flag,
};
