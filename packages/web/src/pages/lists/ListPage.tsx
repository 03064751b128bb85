import type { List } from '@sluice/contracts/list';
import type { ListMemberDto, NamedListDto } from '@sluice/contracts/named-list';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew, useGet, useList } from '../../lib/data.js';
import { useCan } from '../../lib/session.js';
import { Button } from '../../parts/basics.js';
import { Empty, Failed } from '../../parts/feedback.js';
import { Tags } from '../../parts/Tags.js';
import { linkTo } from '../../parts/subject.js';
import { ListTable } from '../../parts/Table.js';
import { Icon } from '../../parts/icons.js';
import { When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import '../../theme/partner-work.css';

/** Who is on a list. */
export function ListPage() {
  const { t } = useTranslation();
  const { key = '' }: { key?: string } = useParams({ strict: false });
  const mayWrite = useCan('list.write');
  const act = useAct();
  const lists = useGet<List<NamedListDto>>('/v1/lists');
  const query = useList<ListMemberDto>(`/v1/lists/${key}/members`);
  const takeOff = ({ member: { kind, id } }: ListMemberDto) =>
    act.run(
      () => post(`/v1/lists/${key}/members`, { member: { kind, id }, on: false }).finally(() => renew('/v1/lists')),
      id,
    );
  return (
    <Page
      title={lists.data?.data.find((list) => list.key === key)?.title ?? key}
      crumbs={[{ label: t('Lists'), to: '/lists' }]}
      actions={
        query.rows.length > 0 ? (
          <a className="btn" href={`/v1/lists/${key}/csv`} download>
            <Icon name="download" size={14} />
            {t('Download CSV')}
          </a>
        ) : undefined
      }
    >
      {act.error && <Failed error={act.error} />}
      <section className="card" aria-label={t('On this list')}>
        <ListTable
          caption={t('On this list')}
          query={query}
          rowKey={(row) => row.member.id}
          target={(row) => linkTo(row.member)}
          empty={<Empty>{t('Nobody is on this list.')}</Empty>}
          columns={[
            {
              key: 'member',
              label: t('Lead or partner'),
              cell: (row) => (
                <Link {...(linkTo(row.member) ?? { to: '/lists' })} className="name">
                  {row.member.title ?? row.member.id}
                </Link>
              ),
            },
            {
              key: 'kind',
              label: t('Kind'),
              cell: (row) => <span className="sub">{row.member.kind === 'partner' ? t('partner') : t('lead')}</span>,
            },
            {
              key: 'partner',
              label: t('Partner'),
              cell: (row) => (
                <Link to="/partners/$id" params={{ id: row.partner.id }}>
                  {row.partner.name}
                </Link>
              ),
            },
            {
              key: 'tags',
              label: t('Tags'),
              cell: (row) => <Tags tags={row.tags} />,
            },
            { key: 'added', label: t('Added'), cell: (row) => <When at={row.addedAt} className="sub" /> },
            { key: 'by', label: t('By'), cell: (row) => <span className="sub">{row.by}</span> },
            ...(mayWrite
              ? [
                  {
                    key: 'off',
                    label: '',
                    right: true,
                    cell: (row: ListMemberDto) => (
                      <Button
                        size="sm"
                        look="ghost"
                        busy={act.doing === row.member.id}
                        onClick={() => void takeOff(row)}
                      >
                        {t('Take off')}
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </section>
    </Page>
  );
}
