import { CircleCheck, type LucideIcon } from 'lucide-react';
import { useMemo } from 'react';
import { TASK_ICONS, type Task } from '@/features/tasks';
import { usePeopleById, useTaskTypes } from '@/lib/bootstrap';
import { useLang, useText } from '@/lib/i18n';
import { type Hue, hueVar } from '@/ui/hues';
import locale from '../locale';
import { personHue } from './hue';

/** How a task looks, asked for once and not by every task: hundreds of them are drawn at a time. */
export interface Look {
  of: (task: Task) => { Icon: LucideIcon; typeName: string; colour: string | undefined; who: string };
  noText: string;
  comesAgain: string;
  more: (n: number) => string;
}

/** `people` are those the calendar shows; with several each has a colour. Columns of people need no names on the tasks. */
export function useLook(people: readonly number[], apart: boolean): Look {
  const t = useText(locale);
  const lang = useLang();
  const types = useTaskTypes();
  const byId = usePeopleById();
  const shown = people.join(',');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the texts change with the language, the people with their ids
  return useMemo(() => {
    const typeOf = new Map(types.map((type) => [type.id, type]));
    return {
      of: (task: Task) => {
        const type = typeOf.get(task.type_id);
        const one = people.find((id) => id === task.responsible_id || task.participants.includes(id));
        const hue: Hue | undefined =
          !apart && people.length > 1 && one ? personHue(people, one) : type?.hue ? (type.hue as Hue) : undefined;
        return {
          Icon: TASK_ICONS[type?.icon || type?.code || ''] ?? CircleCheck,
          typeName: type?.name ?? '',
          colour: hue && hueVar(hue),
          who: !apart && people.length !== 1 ? (byId.get(task.responsible_id)?.name ?? '') : '',
        };
      },
      noText: t('noText'),
      comesAgain: t('comesAgain'),
      more: (n: number) => t('moreTasks', { n }),
    };
  }, [lang, types, byId, shown, apart]);
}
