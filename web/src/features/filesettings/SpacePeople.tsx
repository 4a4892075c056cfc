import { useState } from 'react';
import { formatSize } from '@/features/files';
import { usePeopleById } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { Progress } from '@/ui/Progress';
import type { Space } from './api';
import locale from './locale';

const SHOWN = 8;

/** Who takes how much of the space, the largest first. */
export function SpacePeople({ space }: { space: Space }) {
  const t = useText(locale);
  const people = usePeopleById();
  const [all, setAll] = useState(false);
  const users = space.users.filter((u) => u.bytes > 0);
  const most = users[0]?.bytes ?? 1;
  return (
    <Block title={t('people')} at="people">
      {users.length === 0 && <p className="text-muted">{t('peopleEmpty')}</p>}
      <ul className="flex max-w-[640px] flex-col gap-1">
        {users.slice(0, all ? undefined : SHOWN).map((u) => {
          const name = people.get(u.user_id)?.name ?? t('program');
          return (
            <li key={u.user_id} className="flex min-h-form items-center gap-3">
              <Avatar name={name} size={24} />
              <div className="min-w-0 flex-1">
                <p className="mb-1 flex items-baseline gap-2">
                  <span className="min-w-0 flex-1 truncate">{name}</span>
                  <span className="tabular shrink-0 text-small text-muted">{t('filesOf', { n: u.versions })}</span>
                  <span className="tabular w-[72px] shrink-0 text-right font-medium">{formatSize(u.bytes)}</span>
                </p>
                <Progress label={t('shareOf', { name })} value={u.bytes / most} />
              </div>
            </li>
          );
        })}
      </ul>
      {!all && users.length > SHOWN && (
        <div>
          <Button variant="ghost" onClick={() => setAll(true)}>
            {t('all')}
          </Button>
        </div>
      )}
    </Block>
  );
}
