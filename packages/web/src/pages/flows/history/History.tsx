import type { FlowDiff, FlowVersionRow } from '@sluice/contracts/flow';
import type { List } from '@sluice/contracts/list';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../../lib/data.js';
import { Avatar, Button, Chip } from '../../../parts/basics.js';
import { Empty, Failed, Loaded, Skeleton } from '../../../parts/feedback.js';
import { When } from '../../../parts/values.js';
import { MoveRuns } from '../migrate/MoveRuns.js';
import { RollbackButton } from '../publish/RollbackButton.js';

/** Every version of a flow: who published it, when and why, and what it changed. */
export function History({ flowKey, drafted }: { flowKey: string; drafted: boolean }) {
  const { t } = useTranslation();
  const versions = useGet<List<FlowVersionRow>>(`/v1/flows/${flowKey}/versions`);
  return (
    <section className="fe-history" aria-label={t('Versions')}>
      <Loaded query={versions} rows={5}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty>{t('It was never published. Its versions will be listed here.')}</Empty>
          ) : (
            <ol>
              {drafted && <Version flowKey={flowKey} from={data[0]?.version ?? 0} to="draft" title={t('The draft')} />}
              {data.map((row, index) => (
                <Version
                  key={row.version}
                  flowKey={flowKey}
                  row={row}
                  from={data[index + 1]?.version ?? 0}
                  to={row.version}
                  title={t('Version {{version}}', { version: row.version })}
                  newest={index === 0}
                />
              ))}
            </ol>
          )
        }
      </Loaded>
    </section>
  );
}

interface VersionProps {
  flowKey: string;
  row?: FlowVersionRow;
  from: number;
  to: number | 'draft';
  title: string;
  newest?: boolean;
}

function Version({ flowKey, row, from, to, title, newest = false }: VersionProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(newest || to === 'draft');
  return (
    <li>
      <div className="row fe-version">
        <h2 className="t14 b">{title}</h2>
        {newest && <Chip tone="ok">{t('in force')}</Chip>}
        {newest && row && <MoveRuns flowKey={flowKey} newest={row.version} />}
        {row && row.runs > 0 && (
          <Link
            to="/flows/$key"
            params={{ key: flowKey }}
            search={{ tab: 'runs', version: String(row.version) } as never}
            className="t12"
          >
            {t('{{count}} open runs', { count: row.runs })}
          </Link>
        )}
        <span className="grow" />
        {row && (
          <span className="row sub t12">
            <Avatar name={row.publishedBy.replace(/^usr_/, '')} />
            <When at={row.publishedAt} />
          </span>
        )}
      </div>
      {row?.comment && <p className="sub">{row.comment}</p>}
      <div className="row">
        <Button
          size="sm"
          look="ghost"
          icon={open ? 'down' : 'right'}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {from === 0 ? t('What it does') : t('What changed since v{{version}}', { version: from })}
        </Button>
        {row && (
          <Link
            to="/flows/$key"
            params={{ key: flowKey }}
            search={{ version: String(row.version) } as never}
            className="t12"
          >
            {t('Look at it')}
          </Link>
        )}
        {row && !newest && <RollbackButton flowKey={flowKey} row={row} />}
        {row?.approval && (
          <Link to="/approvals/$id" params={{ id: row.approval }} className="t12">
            {t('Who agreed')}
          </Link>
        )}
      </div>
      {open && <Changes flowKey={flowKey} from={from} to={to} />}
    </li>
  );
}

function Changes({ flowKey, from, to }: { flowKey: string; from: number; to: number | 'draft' }) {
  const { t } = useTranslation();
  const diff = useGet<FlowDiff>(`/v1/flows/${flowKey}/diff`, { from, to });
  if (diff.error) return <Failed error={diff.error} retry={() => void diff.refetch()} />;
  if (!diff.data) return <Skeleton rows={2} height={20} />;
  const { words } = diff.data;
  return words.length === 0 ? (
    <p className="muted t12">{t('Nothing that changes what runs do.')}</p>
  ) : (
    <ul className="fe-words">
      {words.map((word, index) => (
        <li key={index}>{word}</li>
      ))}
    </ul>
  );
}
