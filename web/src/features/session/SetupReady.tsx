import { Link } from '@tanstack/react-router';
import { ArrowRight, FileInput, Kanban, type LucideIcon, UserPlus } from 'lucide-react';
import { useText } from '@/lib/i18n';
import { Gate } from './Gate';
import locale from './locale';

/** What to do first in a new account. */
export function SetupReady({ demo }: { demo: boolean }) {
  const t = useText(locale);
  return (
    <Gate wide title={t('readyTitle')}>
      <ul className="flex flex-col gap-2">
        <Way to="/import" icon={FileInput} name={t('readyImport')} about={t('readyImportText')} />
        <Way to="/deals" icon={Kanban} name={t('readyEmpty')} about={t(demo ? 'readyDemoText' : 'readyEmptyText')} />
        <Way to="/settings/users" icon={UserPlus} name={t('readyInvite')} about={t('readyInviteText')} />
      </ul>
    </Gate>
  );
}

function Way({ to, icon: Icon, name, about }: { to: string; icon: LucideIcon; name: string; about: string }) {
  return (
    <li>
      <Link to={to} className="flex items-center gap-3 rounded-control border p-3 hover:bg-hover">
        <Icon aria-hidden="true" size={18} className="text-accent" />
        <span className="min-w-0 flex-1">
          <span className="block font-medium">{name}</span>
          <span className="block text-small text-muted">{about}</span>
        </span>
        <ArrowRight aria-hidden="true" size={16} className="text-muted" />
      </Link>
    </li>
  );
}
