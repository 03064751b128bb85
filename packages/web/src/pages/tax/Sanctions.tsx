import { Drawer, FileButton, Textarea } from '@mantine/core';
import type { List } from '@sluice/contracts/list';
import type { SanctionsListDto, SanctionsReviewDto } from '@sluice/contracts/tax';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post, Problem } from '../../lib/api.js';
import { formatPromise } from '../../lib/time.js';
import { renew, useGet, useList } from '../../lib/data.js';
import { useFilters } from '../../lib/filters.js';
import { useCan } from '../../lib/session.js';
import { Button, Chip } from '../../parts/basics.js';
import { Empty, Failed, Loaded } from '../../parts/feedback.js';
import { Filter } from '../../parts/filters.js';
import { StateChip } from '../../parts/states.js';
import { ListTable } from '../../parts/Table.js';
import { When } from '../../parts/values.js';
import { Page } from '../../shell/Page.js';
import { TaxTabs } from './TaxTabs.js';

const states = { open: 'waiting', cleared: 'somebody else', confirmed: 'the same', gone: 'no longer alike' };

/** Partners who are like somebody on a sanctions list: why, and what was decided. */
export function Sanctions() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const query = useList<SanctionsReviewDto>('/v1/sanctions-reviews', { state: filters.state });
  const open = query.rows.find(({ id }) => id === filters.open);
  return (
    <Page title={t('Tax & sanctions')}>
      <TaxTabs />
      <CurrentList />
      <section className="card" aria-label={t('Likenesses')}>
        <div className="filters">
          <Filter
            label={t('State')}
            value={filters.state}
            onChange={(state) => set({ state })}
            options={Object.entries(states).map(([value, word]) => ({ value, label: t(word) }))}
          />
          <span className="muted t12">{t('Nobody is paid while a likeness is open or confirmed.')}</span>
        </div>
        <ListTable
          caption={t('Likenesses')}
          query={query}
          rowKey={(row) => row.id}
          current={filters.open}
          onRow={(row) => set({ open: row.id })}
          empty={<Empty>{t('No partner is like anybody on the list.')}</Empty>}
          columns={[
            {
              key: 'partner',
              label: t('Partner'),
              cell: (row) => (
                <button type="button" className="name linkish" onClick={() => set({ open: row.id })}>
                  {row.partner.name}
                </button>
              ),
            },
            { key: 'entry', label: t('On the list'), cell: (row) => row.entry.name },
            {
              key: 'state',
              label: t('State'),
              cell: (row) => <StateChip kind="sanctions" state={row.state === 'open' ? row.level : row.state} />,
            },
            { key: 'found', label: t('Found'), cell: (row) => <When at={row.foundAt} form="promise" /> },
            { key: 'score', label: t('Score'), right: true, cell: (row) => <span className="num b">{row.score}</span> },
          ]}
        />
      </section>
      <Drawer
        opened={open !== undefined}
        onClose={() => set({ open: undefined })}
        position="right"
        size={480}
        title={open ? t('{{partner}} and {{entry}}', { partner: open.partner.name, entry: open.entry.name }) : ''}
        closeButtonProps={{ 'aria-label': t('Close') }}
      >
        {open && <Likeness key={`${open.id}${open.state}`} review={open} />}
      </Drawer>
    </Page>
  );
}

function CurrentList() {
  const { t, i18n } = useTranslation();
  const query = useGet<List<SanctionsListDto>>('/v1/sanctions-lists');
  const may = useCan('sanctions.import');
  const act = useAct();
  const upload = (file: File) =>
    act.run(async () => {
      const response = await fetch('/v1/sanctions-lists/ofac-sdn', {
        method: 'PUT',
        credentials: 'same-origin',
        headers: { 'content-type': 'application/xml', accept: 'application/json' },
        body: file,
      });
      if (!response.ok) throw new Problem((await response.json()) as Problem['body'], 'PUT');
      await renew('/v1/sanctions-lists', '/v1/sanctions-reviews');
    });
  return (
    <section className="card padded" aria-label={t('Current list')}>
      <Loaded query={query} rows={1}>
        {({ data: [current] }) => (
          <div className="taxlist">
            <div className="grow">
              <p>
                <b>{t('OFAC, Specially Designated Nationals')}</b>{' '}
                {current?.stale && (
                  <Chip tone="bad" icon="alert">
                    {t('stale')}
                  </Chip>
                )}
              </p>
              <p className="muted">
                {current ? (
                  <>
                    {t('{{persons}} persons, {{organisations}} organisations', {
                      persons: current.persons,
                      organisations: current.organisations,
                    })}
                    {current.publishedOn &&
                      ` · ${t('published on {{day}}', { day: formatPromise(new Date(`${current.publishedOn}T12:00:00Z`), { locale: i18n.language }) })}`}{' '}
                    · {t('imported')} <When at={current.importedAt} form="full" />
                  </>
                ) : (
                  t('No list was imported. A programme that screens pays nobody without one.')
                )}
              </p>
            </div>
            {may && (
              <FileButton accept=".xml,application/xml,text/xml" onChange={(file) => void (file && upload(file))}>
                {(props) => (
                  <Button icon="upload" busy={act.busy} {...props}>
                    {t('Import SDN.XML')}
                  </Button>
                )}
              </FileButton>
            )}
          </div>
        )}
      </Loaded>
      {act.error && <Failed error={act.error} />}
    </section>
  );
}

function Likeness({ review }: { review: SanctionsReviewDto }) {
  const { t } = useTranslation();
  const may = useCan('sanctions.decide');
  const { entry } = review;
  return (
    <div className="stack">
      <div>
        <StateChip kind="sanctions" state={review.state === 'open' ? review.level : review.state} />{' '}
        <Link to="/partners/$id" params={{ id: review.partner.id }}>
          {t('Show the partner')}
        </Link>
      </div>
      <div>
        <p className="sec">{t('Why {{score}} of 100', { score: review.score })}</p>
        <ul className="taxcertify">
          {review.reasons.map((reason) => (
            <li key={reason.code}>{reason.text}</li>
          ))}
        </ul>
      </div>
      <dl className="dl">
        <dt>{t('Partner’s names')}</dt>
        <dd>{[...new Set(review.names)].join(', ')}</dd>
        <dt>{t('On the list')}</dt>
        <dd>{entry.name}</dd>
        {entry.aliases.length > 0 && (
          <>
            <dt>{t('Also called')}</dt>
            <dd>{entry.aliases.map(({ name }) => name).join(', ')}</dd>
          </>
        )}
        {entry.births.length > 0 && (
          <>
            <dt>{t('Born')}</dt>
            <dd>{entry.births.join(', ')}</dd>
          </>
        )}
        {entry.countries.length > 0 && (
          <>
            <dt>{t('Countries')}</dt>
            <dd>{entry.countries.join(', ')}</dd>
          </>
        )}
        <dt>{t('Sanctions')}</dt>
        <dd>
          {entry.programs.join(', ')} <span className="muted num">({entry.uid})</span>
        </dd>
      </dl>
      {review.decision && (
        <p className="muted">
          {review.decision.by}, <When at={review.decision.at} form="full" />: {review.decision.note}
        </p>
      )}
      {may && review.state !== 'gone' && <Decide review={review} />}
    </div>
  );
}

function Decide({ review }: { review: SanctionsReviewDto }) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  const { doing, busy, error, run } = useAct();
  const decide = (outcome: 'clear' | 'confirm') =>
    run(async () => {
      const body = { outcome, note: note.trim(), fingerprint: review.fingerprint };
      await post(`/v1/sanctions-reviews/${review.id}/decision`, body);
      await renew('/v1/sanctions-reviews');
    }, outcome);
  const ready = note.trim().length >= 3;
  return (
    <div className="form">
      <Textarea
        label={t('Evidence')}
        description={t('What shows that it is, or is not, the same. It holds until the partner or the entry changes.')}
        autosize
        minRows={3}
        maxLength={1_000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {error && <Failed error={error} />}
      <div className="btnrow">
        {review.state !== 'confirmed' && (
          <Button
            look="bad"
            busy={doing === 'confirm'}
            disabled={!ready || busy}
            onClick={() => void decide('confirm')}
          >
            {t('It is the same: block')}
          </Button>
        )}
        {review.state !== 'cleared' && (
          <Button look="pri" busy={doing === 'clear'} disabled={!ready || busy} onClick={() => void decide('clear')}>
            {t('It is somebody else: clear')}
          </Button>
        )}
      </div>
    </div>
  );
}
