import { Textarea } from '@mantine/core';
import type { NoteDto } from '@sluice/contracts/note';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../lib/act.js';
import { post } from '../lib/api.js';
import { renew, useList } from '../lib/data.js';
import { useCan } from '../lib/session.js';
import { Avatar, Button } from './basics.js';
import { Empty, Failed, Loaded } from './feedback.js';
import { ShowMore } from './ShowMore.js';
import { When } from './values.js';
import '../theme/partner-work.css';

/** Notes of a partner or a referral, newest first, with room for another; `path` is where they are. */
export function Notes({ path }: { path: string }) {
  const { t } = useTranslation();
  const query = useList<NoteDto>(path);
  const mayWrite = useCan('note.write');
  return (
    <div className="notes-box">
      {mayWrite && <WriteNote path={path} />}
      <Loaded query={query} rows={3}>
        {() =>
          query.rows.length === 0 ? (
            <Empty>{t('No notes yet. What you write here is seen by the team only.')}</Empty>
          ) : (
            <>
              <ol className="notes">
                {query.rows.map((note) => (
                  <li key={note.id}>
                    <div className="row">
                      <Avatar name={note.author.name} />
                      <span className="name">{note.author.name}</span>
                      <When at={note.at} className="muted" />
                    </div>
                    <p>{note.text}</p>
                  </li>
                ))}
              </ol>
              {query.hasNextPage && (
                <div className="more">
                  <ShowMore query={query} />
                </div>
              )}
            </>
          )
        }
      </Loaded>
    </div>
  );
}

function WriteNote({ path }: { path: string }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const act = useAct();
  const write = () =>
    act.run(async () => {
      await post(path, { text: text.trim() });
      setText('');
      await renew(path);
    });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        void write();
      }}
    >
      <Textarea
        label={t('New note')}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {act.error && <Failed error={act.error} />}
      <div className="btnrow">
        <Button type="submit" busy={act.busy} disabled={text.trim() === ''}>
          {t('Write note')}
        </Button>
      </div>
    </form>
  );
}
