import type { NoticeGroup } from './model';
import { NoticeRow } from './NoticeRow';

/** The notices of one record under its name. */
export function NoticeBlock({ group, onGo }: { group: NoticeGroup; onGo: (path: string) => void }) {
  return (
    <li>
      {group.name && (
        <a
          href={group.path}
          className="mb-1 block truncate font-semibold text-fg no-underline hover:text-accent"
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            onGo(group.path);
          }}
        >
          {group.name}
        </a>
      )}
      <ul className="flex flex-col">
        {group.items.map((notice) => (
          <NoticeRow key={notice.id} notice={notice} onGo={onGo} />
        ))}
      </ul>
    </li>
  );
}
