import { PasswordInput, TextInput } from '@mantine/core';
import type { ConnectionDto } from '@sluice/contracts/connection';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { put } from '../../lib/api.js';
import { renew, useGet } from '../../lib/data.js';
import { useCan } from '../../lib/session.js';
import { Button } from '../../parts/basics.js';
import { Failed, Loaded } from '../../parts/feedback.js';
import { When } from '../../parts/values.js';

/** How steps of flows reach Slack, and what outgoing webhooks are signed with. Secrets are kept encrypted and never shown. */
export function Connections() {
  const query = useGet<{ data: ConnectionDto[] }>('/v1/connections');
  const mayWrite = useCan('connection.write');
  return (
    <Loaded query={query} rows={3}>
      {({ data }) => (
        <div className="two">
          <Slack set={data.find(({ kind }) => kind === 'slack')} mayWrite={mayWrite} />
          <Webhooks set={data.find(({ kind }) => kind === 'webhook')} mayWrite={mayWrite} />
        </div>
      )}
    </Loaded>
  );
}

interface Props {
  set: ConnectionDto | undefined;
  mayWrite: boolean;
}

function Slack({ set, mayWrite }: Props) {
  const { t } = useTranslation();
  const [secret, setSecret] = useState('');
  const [channel, setChannel] = useState(set?.channel ?? '');
  const saving = useSaving();
  return (
    <Card title="Slack" set={set}>
      {mayWrite && (
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            void saving.save(async () => {
              const body = { secret: secret.trim(), ...(channel.trim() && { channel: channel.trim() }) };
              await put('/v1/connections/slack', body);
              setSecret('');
            });
          }}
        >
          <PasswordInput
            label={t('Bot token or incoming webhook')}
            description={t('Begins with xoxb- or https://hooks.slack.com')}
            autoComplete="off"
            value={secret}
            onChange={(event) => setSecret(event.currentTarget.value)}
          />
          <TextInput
            label={t('Usual channel')}
            placeholder="#partners"
            value={channel}
            onChange={(event) => setChannel(event.currentTarget.value)}
          />
          {saving.error && <Failed error={saving.error} />}
          <div className="btnrow">
            <Button type="submit" busy={saving.busy} disabled={secret.trim() === ''}>
              {set ? t('Replace') : t('Connect Slack')}
            </Button>
          </div>
        </form>
      )}
    </Card>
  );
}

function Webhooks({ set, mayWrite }: Props) {
  const { t } = useTranslation();
  const [made, setMade] = useState<string>();
  const saving = useSaving();
  const make = () =>
    saving.save(async () => {
      setMade((await put<{ secret?: string }>('/v1/connections/webhook', {})).secret);
    });
  return (
    <Card title={t('Outgoing webhooks')} set={set}>
      {mayWrite && (
        <div className="form">
          <p className="muted t13">
            {t('Calls are signed as Standard Webhooks say; the receiver checks them with this secret.')}
          </p>
          {made && (
            <p role="status">
              {t('Copy it now; it is not shown again:')} <code className="mono wrap">{made}</code>
            </p>
          )}
          {saving.error && <Failed error={saving.error} />}
          <div className="btnrow">
            <Button busy={saving.busy} onClick={() => void make()}>
              {set ? t('Make a new secret') : t('Make a secret')}
            </Button>
          </div>
        </div>
      )}
    </Card>
  );
}

function Card({ title, set, children }: { title: string; set: ConnectionDto | undefined; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <section className="card pad">
      <h2 className="sec">{title}</h2>
      <p className="t13" style={{ margin: '4px 0 12px' }}>
        {set ? (
          <>
            {t('Set since')} <When at={set.changedAt} className="muted" />
          </>
        ) : (
          <span className="muted">{t('Not set: steps of flows that need it wait for it.')}</span>
        )}
      </p>
      {children}
    </section>
  );
}

function useSaving() {
  const { busy, error, run } = useAct();
  const save = (work: () => Promise<void>) =>
    run(async () => {
      await work();
      await renew('/v1/connections');
    });
  return { busy, error, save };
}
