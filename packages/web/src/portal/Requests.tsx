import { Checkbox, Textarea, TextInput } from '@mantine/core';
import type { DocumentFulfil, DocumentRequestDto } from '@sluice/contracts/document-request';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../lib/act.js';
import { post } from '../lib/api.js';
import { renew, useList } from '../lib/data.js';
import { Button } from '../parts/basics.js';
import { documentWord } from '../parts/documents.js';
import { Failed } from '../parts/feedback.js';
import { When } from '../parts/values.js';

/** What the programme asks of me, each with the way to give it; nothing where there is nothing. */
export function Requests() {
  const { t } = useTranslation();
  const query = useList<DocumentRequestDto>('/v1/document-requests', { state: 'open' });
  if (query.rows.length === 0) return null;
  return (
    <>
      <h2 className="st">{t('Asked of you')}</h2>
      {query.rows.map((request) => (
        <Request key={request.id} request={request} />
      ))}
    </>
  );
}

function Request({ request }: { request: DocumentRequestDto }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [agreed, setAgreed] = useState(false);
  const act = useAct();
  const name = documentWord(request, t);
  const how = howToGive(request);
  // A tax form is filled in, not told of.
  const isTaxForm = request.kind === 'document' && request.document === 'tax_form';
  const ready = text.trim().length >= (how === 'signedAs' ? 2 : 1) && (how !== 'signedAs' || agreed);
  const give = () =>
    act.run(async () => {
      const body: DocumentFulfil = { [how]: text.trim() };
      await post(`/v1/document-requests/${request.id}/fulfil`, body);
      await renew('/v1/document-requests');
    });
  return (
    <section className="cm" aria-label={name}>
      <form
        className="one form"
        onSubmit={(event) => {
          event.preventDefault();
          void give();
        }}
      >
        <p>
          <b>
            {request.kind === 'update'
              ? t('How does {{deal}} stand?', { deal: request.about?.title ?? t('your deal') })
              : t('Please provide: {{document}}', { document: name })}
          </b>
          {request.dueAt && (
            <span className={request.late ? 'b' : 'muted'}>
              {' '}
              · {request.late ? t('overdue since') : t('due')} <When at={request.dueAt} form="promise" />
            </span>
          )}
        </p>
        {request.text && <p>{request.text}</p>}
        {isTaxForm && (
          <p>
            <Link to="/portal/tax">{t('Fill in and sign the form')}</Link>
          </p>
        )}
        {how === 'signedAs' && (
          <Checkbox
            label={t('I have read it and accept it.')}
            checked={agreed}
            onChange={(event) => setAgreed(event.currentTarget.checked)}
          />
        )}
        {isTaxForm ? null : how === 'text' ? (
          <Textarea
            label={t('Your answer')}
            autosize
            minRows={2}
            maxLength={5_000}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        ) : (
          <TextInput
            label={how === 'signedAs' ? t('Your full name, as a signature') : t('Where it is, or its number')}
            {...(how === 'reference' && { description: t('A link to the document, or how you have sent it.') })}
            maxLength={how === 'signedAs' ? 200 : 500}
            autoComplete={how === 'signedAs' ? 'name' : 'off'}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        {act.error && <Failed error={act.error} />}
        {!isTaxForm && (
          <Button look="pri" type="submit" busy={act.busy} disabled={!ready}>
            {how === 'signedAs' ? t('Sign and accept') : how === 'text' ? t('Send answer') : t('Tell where it is')}
          </Button>
        )}
      </form>
    </section>
  );
}

function howToGive({ kind, document }: DocumentRequestDto): keyof DocumentFulfil {
  if (kind === 'update') return 'text';
  return document === 'terms' || document === 'brand_policy' ? 'signedAs' : 'reference';
}
