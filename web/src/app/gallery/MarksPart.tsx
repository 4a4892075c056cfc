import { useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import { Badge } from '@/ui/Badge';
import { HUES } from '@/ui/hues';
import { Progress } from '@/ui/Progress';
import { Ring } from '@/ui/Ring';
import { TagChip } from '@/ui/TagChip';
import locale from './locale';
import { Part } from './Part';
import { Row } from './Row';

export function MarksPart() {
  const t = useText(locale);
  return (
    <Part title={t('marks')}>
      <Row>
        <Badge>12</Badge>
        <Badge tone="accent" label={t('unread', { n: 3 })}>
          3
        </Badge>
        <Badge tone="ok">{t('active')}</Badge>
        <Badge tone="warn">{t('paused')}</Badge>
        <Badge tone="bad">{t('failed')}</Badge>
        <span className="w-4" />
        <Ring state="red" />
        <Ring state="green" />
        <Ring state="orange" />
        <Ring state="red" size={14} />
        <Ring state="green" size={14} />
        <Ring state="orange" size={14} />
      </Row>
      <Row>
        <TagChip name={t('tag2')} />
        {HUES.map((hue) => (
          <TagChip key={hue} hue={hue} name={hue % 2 ? t('tag1') : t('tag3')} />
        ))}
        <TagChip hue={9} name={t('tag2')} onRemove={() => undefined} />
      </Row>
      <Row>
        <Avatar name={t('person1')} size={16} alone />
        <Avatar name={t('person2')} size={20} alone />
        <Avatar name={t('person3')} size={24} alone />
        <Avatar name={t('person1')} size={32} alone />
        <Avatar name={t('person2')} size={40} alone />
        <Avatar name={t('companyB')} size={32} alone square />
        <span className="flex items-center gap-1.5">
          <Avatar name={t('person3')} />
          {t('person3')}
        </span>
      </Row>
      <Progress label={t('progress')} value={0.62} />
      <Progress label={t('running')} />
    </Part>
  );
}
