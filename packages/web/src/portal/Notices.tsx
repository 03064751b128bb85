import type { NoticeDto } from '@sluice/contracts/notice';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { post } from '../lib/api.js';
import { renew, useList } from '../lib/data.js';
import { Button } from '../parts/basics.js';
import { ShowMore } from '../parts/ShowMore.js';
import { Empty, Loaded } from '../parts/feedback.js';
import { Icon } from '../parts/icons.js';
import { When } from '../parts/values.js';

/** How many notices wait to be read, as the way to them. */
export function NoticeBell() {
  const { t } = useTranslation();
  const { rows } = useList<NoticeDto>('/v1/notices', { unread: true }, 20);
  return (
    <Link
      to="/portal/notices"
      className="btn ghost sq bell"
      aria-label={rows.length > 0 ? t('{{count}} unread notices', { count: rows.length }) : t('Notices')}
    >
      <Icon name="bell" size={18} />
      {rows.length > 0 && <span className="dot num">{rows.length}</span>}
    </Link>
  );
}

/** Every notice of mine, newest first; opening one's link or pressing the button marks it read. */
export function MyNotices() {
  const { t } = useTranslation();
  const query = useList<NoticeDto>('/v1/notices');
  return (
    <>
      <h1 className="sr">{t('Notices')}</h1>
      <h2 className="st">{t('Notices')}</h2>
      <Loaded query={query} rows={4} height={64}>
        {() =>
          query.rows.length === 0 ? (
            <section className="cm">
              <Empty>{t('News about your partnership comes here.')}</Empty>
            </section>
          ) : (
            query.rows.map((notice) => <Notice key={notice.id} notice={notice} />)
          )
        }
      </Loaded>
      {query.hasNextPage && (
        <div className="lkc">
          <ShowMore query={query} touch />
        </div>
      )}
    </>
  );
}

function Notice({ notice }: { notice: NoticeDto }) {
  const { t } = useTranslation();
  const read = async () => {
    if (notice.readAt) return;
    await post(`/v1/notices/${notice.id}/read`, undefined);
    await renew('/v1/notices');
  };
  return (
    <section className="cm" aria-label={notice.title}>
      <div className="one form">
        <p>
          {notice.readAt ? notice.title : <b>{notice.title}</b>}{' '}
          <span className="muted t12">
            · <When at={notice.createdAt} />
          </span>
        </p>
        {notice.text && <p style={{ whiteSpace: 'pre-line' }}>{notice.text}</p>}
        {(notice.link || !notice.readAt) && (
          <div className="btnrow">
            {notice.link && (
              <a className="btn t" href={notice.link} onClick={() => void read()}>
                {t('Go there')}
              </a>
            )}
            {!notice.readAt && (
              <Button className="t" icon="check" onClick={() => void read()}>
                {t('Mark as read')}
              </Button>
            )}
          </div>
        )}
      </div>
    </section>
  );
}
