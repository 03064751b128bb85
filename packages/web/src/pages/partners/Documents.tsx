import { Autocomplete, Textarea } from '@mantine/core';
import type { DocumentRequestDto } from '@sluice/contracts/document-request';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew, useList } from '../../lib/data.js';
import { useCan } from '../../lib/session.js';
import { ActDialog } from '../../parts/ActDialog.js';
import { Button } from '../../parts/basics.js';
import { documentWord } from '../../parts/documents.js';
import { Empty, Failed } from '../../parts/feedback.js';
import { StateChip } from '../../parts/states.js';
import { ListTable } from '../../parts/Table.js';
import { When } from '../../parts/values.js';

/** What a partner was asked for, and how it was given. */
export function Documents({ partner }: { partner: string }) {
  const { t } = useTranslation();
  const mayAsk = useCan('partner.write');
  const [asking, setAsking] = useState(false);
  const act = useAct();
  const query = useList<DocumentRequestDto>('/v1/document-requests', { partner });
  const ask = mayAsk && (
    <Button size="sm" icon="plus" onClick={() => setAsking(true)}>
      {t('Ask for a document…')}
    </Button>
  );
  const withdraw = async (id: string): Promise<void> => {
    await act.run(() => post(`/v1/document-requests/${id}/withdraw`, {}), id);
    // Also where it was refused: somebody else may have been quicker.
    await renew('/v1/document-requests');
  };
  return (
    <>
      {query.rows.length > 0 && ask && <div className="filters">{ask}</div>}
      {act.error && <Failed error={act.error} />}
      <ListTable
        caption={t('Documents')}
        query={query}
        rowKey={(row) => row.id}
        empty={<Empty action={ask || undefined}>{t('Terms, tax forms and answers of this partner come here.')}</Empty>}
        columns={[
          {
            key: 'document',
            label: t('Asked for'),
            cell: (row) => (
              <>
                {row.run ? (
                  <Link to="/runs/$id" params={{ id: row.run }} className="name" title={t('Open the run')}>
                    {documentWord(row, t)}
                  </Link>
                ) : (
                  documentWord(row, t)
                )}
                {row.text && <span className="sub below">{row.text}</span>}
              </>
            ),
          },
          {
            key: 'state',
            label: t('State'),
            cell: (row) => (
              <span className="chips">
                <StateChip kind="document" state={row.late ? 'late' : row.state} />
                <When at={row.createdAt} form="promise" className="sub" />
              </span>
            ),
          },
          {
            key: 'due',
            label: t('Due'),
            cell: (row) => (row.dueAt ? <When at={row.dueAt} form="promise" /> : <span className="muted">–</span>),
          },
          {
            key: 'answer',
            label: t('Given'),
            cell: (row) =>
              row.answer ? (
                <>
                  {row.answer.signedAs && t('signed by {{name}}', { name: row.answer.signedAs })}
                  {row.answer.reference && <span className="mono">{row.answer.reference}</span>}
                  {row.answer.text}
                  {row.fulfilledAt && (
                    <>
                      {' '}
                      <When at={row.fulfilledAt} className="muted" />
                    </>
                  )}
                </>
              ) : row.state === 'open' && mayAsk ? (
                <Button
                  size="sm"
                  look="ghost"
                  busy={act.doing === row.id}
                  disabled={act.busy}
                  onClick={() => void withdraw(row.id)}
                >
                  {t('Withdraw')}
                </Button>
              ) : (
                <span className="muted">–</span>
              ),
          },
        ]}
      />
      <AskForDocument partner={partner} opened={asking} onClose={() => setAsking(false)} />
    </>
  );
}

function AskForDocument({ partner, opened, onClose }: { partner: string; opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [document, setDocument] = useState('');
  const [text, setText] = useState('');
  const act = useAct();
  const known = (['terms', 'tax_form', 'brand_policy'] as const).map((each) => ({
    each,
    word: documentWord({ kind: 'document', document: each }, t),
  }));
  useEffect(() => {
    if (!opened) return;
    setDocument('');
    setText('');
  }, [opened]);
  const save = () =>
    act.run(async () => {
      const asked = known.find(({ word }) => word === document.trim())?.each ?? document.trim();
      await post(`/v1/partners/${partner}/document-requests`, {
        document: asked,
        ...(text.trim() && { text: text.trim() }),
      });
      await renew('/v1/document-requests');
      onClose();
    });
  return (
    <ActDialog
      title={t('Ask for a document')}
      verb={t('Ask the partner')}
      act={act}
      opened={opened}
      disabled={document.trim() === ''}
      onSubmit={save}
      onClose={onClose}
    >
      <Autocomplete
        label={t('Document')}
        description={t('Choose one, or name another.')}
        data-autofocus
        data={known.map(({ word }) => word)}
        maxLength={120}
        value={document}
        onChange={setDocument}
      />
      <Textarea
        label={t('What the partner reads')}
        autosize
        minRows={2}
        maxLength={2_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
