import type { ReplayResult, ReplayRow } from '@sluice/contracts/replay';
import type { FlowDocument } from '@sluice/flows';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { post } from '../../../lib/api.js';
import { Chip } from '../../../parts/basics.js';
import { Failed } from '../../../parts/feedback.js';
import { stepTitle } from '../../../parts/flow/words.js';
import { When } from '../../../parts/values.js';
import { useFlowEditor } from '../editor/context.js';

const runs = 20;

/** The last real runs told again to the draft: what would have been different. Nothing is sent or stored. */
export function RealRuns() {
  const { t } = useTranslation();
  const { flowKey, document, published, save, flush, problems } = useFlowEditor();
  const broken = problems.some(({ severity }) => severity === 'error');
  const replay = useQuery<ReplayResult, Error>({
    queryKey: [`/v1/flows/${flowKey}/replays`, document],
    queryFn: async () => {
      if (save.state !== 'saved' && !(await flush())) throw new Error(t('The draft could not be saved.'));
      return post<ReplayResult>(`/v1/flows/${flowKey}/replays`, { runs });
    },
    enabled: !broken && published !== null,
    retry: false,
    staleTime: Infinity,
  });
  if (!published) return null;
  const told = replay.data;
  const apart = told?.rows.filter(({ differences, error }) => error !== undefined || (differences?.length ?? 0) > 0);
  return (
    <section aria-label={t('Last real runs')}>
      <div className="row wrap-row">
        <h3 className="sec">{t('Last real runs')}</h3>
        {broken && <span className="muted">{t('They are told to the draft once it can run.')}</span>}
        {!broken && replay.isPending && <span className="muted">{t('They are being told again.')}</span>}
        {told && told.runs === 0 && <span className="muted">{t('There are none yet.')}</span>}
        {told && told.runs > 0 && (
          <>
            {told.same > 0 && (
              <Chip tone="ok" icon="check">
                {t('{{count}} the same', { count: told.same })}
              </Chip>
            )}
            {told.changed > 0 && <Chip tone="warn">{t('{{count}} different', { count: told.changed })}</Chip>}
            {told.failed > 0 && (
              <Chip tone="bad" icon="x">
                {t('{{count}} could not be told', { count: told.failed })}
              </Chip>
            )}
          </>
        )}
      </div>
      {replay.error && <Failed error={replay.error} retry={() => void replay.refetch()} />}
      {apart && apart.length > 0 && (
        <ul className="real-runs">
          {apart.map((row) => (
            <li key={row.run}>
              <p className="row">
                <Link
                  to="/flows/$key/simulate"
                  params={{ key: flowKey }}
                  search={{ run: row.run } as never}
                  className="m grow ell"
                >
                  {row.subject.title ?? row.subject.id}
                </Link>
                <When at={row.startedAt} form="full" className="muted t12" />
              </p>
              <ul>
                {row.error !== undefined && <li className="neg">{row.error}</li>}
                {row.differences?.map((difference, index) => (
                  <li key={index}>{differenceWords(difference, [document, published], t)}</li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type Difference = NonNullable<ReplayRow['differences']>[number];

function differenceWords(difference: Difference, documents: readonly FlowDocument[], t: TFunction): string {
  const step = (id: string) => {
    const node = documents.flatMap(({ nodes }) => nodes).find((each) => each.id === id);
    return `“${node ? stepTitle(node, t) : id}”`;
  };
  const plain = (codes: readonly string[]) =>
    codes.map((code) => (code.split(' ')[0] ?? code).replaceAll('_', ' ')).join(', ');
  const both = (missing: string, added: string) => [missing, added].filter(Boolean).join('; ');
  switch (difference.code) {
    case 'outcome':
      return t('It ends with “{{after}}” instead of “{{before}}”', {
        before: t(difference.before.replaceAll('_', ' ')),
        after: t(difference.after.replaceAll('_', ' ')),
      });
    case 'effects':
      return both(
        difference.missing.length > 0 ? t('No more: {{what}}', { what: plain(difference.missing) }) : '',
        difference.added.length > 0 ? t('New: {{what}}', { what: plain(difference.added) }) : '',
      );
    case 'mails':
      return both(
        difference.missing.length > 0 ? t('Mails no more: {{what}}', { what: difference.missing.join(', ') }) : '',
        difference.added.length > 0 ? t('New mails: {{what}}', { what: difference.added.join(', ') }) : '',
      );
    case 'path':
      return both(
        difference.left.length > 0
          ? t('Comes no more to {{steps}}', { steps: difference.left.map(step).join(', ') })
          : '',
        difference.reached.length > 0
          ? t('Comes now to {{steps}}', { steps: difference.reached.map(step).join(', ') })
          : '',
      );
    case 'duration': {
      const days = Math.round((Date.parse(difference.after) - Date.parse(difference.before)) / 86_400_000);
      if (days === 0) return t('Ends at another time of the same day');
      return days > 0
        ? t('Ends {{count}} days later', { count: days })
        : t('Ends {{count}} days earlier', { count: -days });
    }
  }
}
