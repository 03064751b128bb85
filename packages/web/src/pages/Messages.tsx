import type { MessageDetail, MessageRow } from '@sluice/contracts/message';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet, useList } from '../lib/data.js';
import { useFilters } from '../lib/filters.js';
import { Button, IconButton, Seg } from '../parts/basics.js';
import { ShowMore } from '../parts/ShowMore.js';
import { Empty, Loaded } from '../parts/feedback.js';
import { Filter } from '../parts/filters.js';
import { StateChip, statesOf, stateWord } from '../parts/states.js';
import { When } from '../parts/values.js';
import { useShell } from '../shell/context.js';
import { Page } from '../shell/Page.js';

/** The outbox: every mail with its delivery state, and the mail as its reader sees it. */
export function Messages() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const query = useList<MessageRow>('/v1/messages', { state: filters.state, partner: filters.partner });
  const open = filters.open ?? (window.innerWidth > 768 ? query.rows[0]?.id : undefined);
  return (
    <Page title={t('Messages')} className="mailview">
      <section className="list" aria-label={t('Outbox')} ref={(list) => setOpen(list, open !== undefined)}>
        <div className="filters">
          <Filter
            label={t('State')}
            value={filters.state}
            onChange={(state) => set({ state, open: undefined })}
            options={statesOf('message').map((value) => ({ value, label: t(stateWord('message', value)) }))}
          />
          {filters.partner && (
            <Button size="sm" look="ghost" onClick={() => set({ partner: undefined })}>
              {t('Clear filters')}
            </Button>
          )}
        </div>
        <Loaded query={query} rows={8} height={44}>
          {() =>
            query.rows.length === 0 ? (
              <Empty>{t('Mails to partners and to your team come here, with or without a mail provider.')}</Empty>
            ) : (
              <ul className="inbox" style={{ border: 0 }}>
                {query.rows.map((row) => (
                  <li key={row.id}>
                    <button
                      type="button"
                      className="item"
                      aria-current={row.id === open ? 'true' : undefined}
                      onClick={() => set({ open: row.id })}
                    >
                      <span className="grow">
                        <span className="row">
                          <span className="m ell grow">{row.subjectLine}</span>
                          <When at={row.sentAt ?? row.createdAt} className="muted t12" />
                        </span>
                        <span className="row t12" style={{ marginTop: 2 }}>
                          <span className="muted ell grow">{row.to}</span>
                          <StateChip kind="message" state={row.state} />
                        </span>
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
        {query.hasNextPage && (
          <div className="more">
            <ShowMore query={query} />
          </div>
        )}
      </section>
      <section className="evi" aria-label={t('The mail')}>
        {open ? (
          <Mail key={open} id={open} onBack={() => set({ open: undefined })} />
        ) : (
          <Empty>{t('Choose a mail on the left.')}</Empty>
        )}
      </section>
    </Page>
  );
}

function setOpen(list: HTMLElement | null, open: boolean): void {
  if (list?.parentElement) list.parentElement.dataset.open = String(open);
}

function Mail({ id, onBack }: { id: string; onBack: () => void }) {
  const { t } = useTranslation();
  const { programme } = useShell();
  const [view, setView] = useState<'html' | 'text'>('html');
  const query = useGet<MessageDetail>(`/v1/messages/${id}`);
  return (
    <Loaded query={query} rows={8}>
      {(mail) => {
        const shown = mail.html ? view : 'text';
        return (
          <>
            <header className="eh">
              <div className="row">
                <IconButton icon="left" label={t('Back to the list')} className="only-phone" onClick={onBack} />
                <h2 className="grow">{mail.subjectLine}</h2>
                <StateChip kind="message" state={mail.state} />
              </div>
              <dl className="dl">
                <dt>{t('From')}</dt>
                <dd>{programme?.name ?? ''}</dd>
                <dt>{t('To')}</dt>
                <dd>{mail.to}</dd>
                <dt>{t('Template')}</dt>
                <dd className="mono">{mail.template}</dd>
                <dt>{mail.sentAt ? t('Sent') : t('Written')}</dt>
                <dd>
                  <When at={mail.sentAt ?? mail.createdAt} form="full" />
                  {mail.provider && (
                    <span className="muted">
                      {' '}
                      · {mail.provider === 'outbox' ? t('kept here, not sent out') : mail.provider}
                    </span>
                  )}
                  {mail.attempts > 1 && (
                    <span className="muted"> · {t('{{count}} attempts', { count: mail.attempts })}</span>
                  )}
                </dd>
              </dl>
              {mail.attachments?.map(({ name, path }) => (
                <p key={path} className="t12">
                  <a href={path} download>
                    {t('Attached: {{name}}', { name })}
                  </a>
                </p>
              ))}
              {mail.error && <p className="err">{mail.error}</p>}
            </header>
            <div className="mailbody">
              <Seg
                small
                label={t('How it is shown')}
                value={shown}
                onChange={setView}
                options={[
                  ...(mail.html ? [{ value: 'html' as const, label: t('As it looks') }] : []),
                  { value: 'text' as const, label: t('Plain text') },
                ]}
              />
              {shown === 'html' && mail.html ? (
                // Nothing of a mail may run here: no scripts, no forms, an origin of its own.
                <iframe title={t('The mail as it looks')} sandbox="" srcDoc={mail.html} />
              ) : (
                <pre className="json card pad">{mail.text ?? t('This mail has no plain text.')}</pre>
              )}
            </div>
          </>
        );
      }}
    </Loaded>
  );
}
