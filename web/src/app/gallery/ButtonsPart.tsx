import { Ellipsis, Pencil, Plus, Star } from 'lucide-react';
import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { IconButton } from '@/ui/IconButton';
import { Keys } from '@/ui/Keys';
import locale from './locale';
import { Part } from './Part';
import { Row } from './Row';

export function ButtonsPart() {
  const t = useText(locale);
  const [star, setStar] = useState(true);
  const plus = <Plus aria-hidden="true" size={14} />;
  return (
    <Part title={t('buttons')}>
      <Row>
        <Button variant="primary" icon={plus}>
          {t('newDeal')}
        </Button>
        <Button>{t('cancel')}</Button>
        <Button variant="ghost">{t('edit')}</Button>
        <Button variant="danger">{t('delete')}</Button>
      </Row>
      <Row>
        <Button variant="primary" size="form">
          {t('save')}
        </Button>
        <Button size="form">{t('cancel')}</Button>
        <Button variant="primary" size="form" loading>
          {t('saving')}
        </Button>
        <Button size="form" loading>
          {t('saving')}
        </Button>
      </Row>
      <Row>
        <Button variant="primary" disabled>
          {t('disabled')}
        </Button>
        <Button disabled>{t('disabled')}</Button>
        <Button reason={t('reason')}>{t('withReason')}</Button>
      </Row>
      <Row>
        <IconButton label={t('edit')} keys="e" icon={<Pencil aria-hidden="true" size={16} />} />
        <IconButton
          label={t('star')}
          pressed={star}
          onClick={() => setStar(!star)}
          icon={<Star aria-hidden="true" size={16} />}
        />
        <IconButton label={t('more')} keys="." icon={<Ellipsis aria-hidden="true" size={16} />} />
        <IconButton size="small" label={t('edit')} icon={<Pencil aria-hidden="true" size={14} />} />
        <IconButton label={t('saving')} loading icon={null} />
        <IconButton label={t('delete')} reason={t('reason')} icon={<Pencil aria-hidden="true" size={16} />} />
        <Keys keys="mod+k" />
        <Keys keys="g d" />
      </Row>
    </Part>
  );
}
