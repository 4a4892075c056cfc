import { useState } from 'react';
import { type TaskType, useTaskTypes } from '@/lib/bootstrap';
import { asIs, useChange } from '@/lib/change';
import { useText } from '@/lib/i18n';
import { AddLine } from '@/ui/AddLine';
import { attempt } from '@/ui/attempt';
import { Block } from '@/ui/Block';
import { SortableList } from '@/ui/SortableList';
import { createTaskType, orderTaskTypes, updateTaskType } from './api';
import { DeleteTypeDialog } from './DeleteTypeDialog';
import locale from './locale';
import { TaskTypeRow } from './TaskTypeRow';

/** The types of tasks: colour, icon, name, each changed where it stands, in the order they are offered in. */
export function TaskTypesSection() {
  const t = useText(locale);
  const types = useTaskTypes();
  const change = useChange();
  const [deleting, setDeleting] = useState<TaskType | null>(null);
  const put = (type: TaskType, patch: Partial<Pick<TaskType, 'name' | 'hue' | 'icon'>>) =>
    change(
      (boot) => ({ ...boot, task_types: boot.task_types.map((x) => (x.id === type.id ? { ...x, ...patch } : x)) }),
      () => updateTaskType(type.id, patch),
    );
  const move = (from: number, to: number) => {
    const next = [...types];
    next.splice(to, 0, ...next.splice(from, 1));
    return change(
      (boot) => ({ ...boot, task_types: next }),
      () => orderTaskTypes(next.map((type) => type.id)),
    );
  };
  return (
    <Block text={t('taskTypesLead')}>
      <div className="overflow-hidden rounded-control border border-line bg-surface">
        <SortableList
          label={t('taskTypes')}
          items={types}
          getKey={(type) => String(type.id)}
          getName={(type) => type.name}
          onMove={(from, to) => void attempt(move(from, to))}
          renderItem={(type) => (
            <TaskTypeRow
              type={type}
              deleteReason={types.length === 1 ? t('lastType') : undefined}
              onHue={(hue) => void attempt(put(type, { hue }))}
              onIcon={(icon) => void attempt(put(type, { icon }))}
              onRename={(name) =>
                void attempt(put(type, { name }), {
                  said: t('renamed', { name }),
                  undo: () => attempt(put(type, { name: type.name })),
                })
              }
              onDelete={() => setDeleting(type)}
            />
          )}
        />
      </div>
      <AddLine
        label={t('newType')}
        onAdd={(name) =>
          attempt(change(asIs, () => createTaskType({ name, hue: ((types.length * 3) % 12) + 1, icon: 'check' })))
        }
      />
      {deleting && <DeleteTypeDialog type={deleting} types={types} onClose={() => setDeleting(null)} />}
    </Block>
  );
}
