import type { MigrationPreview } from '@sluice/contracts/bulk';
import type { WaitingPlan } from '@sluice/contracts/flow';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { post, Problem } from '../../../lib/api.js';
import { Seg } from '../../../parts/basics.js';
import { Failed, Skeleton } from '../../../parts/feedback.js';
import { stepTitle } from '../../../parts/flow/words.js';
import { useFlowEditor } from '../editor/context.js';
import { Landing, OtherStep } from '../migrate/Landing.js';

/** Runs that wait in the version in force, by step: where each would be, and what is to become of them. */
export function WaitingRuns({ plan, onChange }: { plan: WaitingPlan; onChange: (plan: WaitingPlan) => void }) {
  const { t } = useTranslation();
  const { flowKey, published, document, version, save, flush } = useFlowEditor();
  const body = {
    do: plan.do === 'restart' ? 'restart' : 'migrate',
    to: 'draft',
    ...(plan.map ? { map: plan.map } : {}),
  };
  const preview = useQuery<MigrationPreview | null, Error>({
    queryKey: [`/v1/flows/${flowKey}/migrations/preview`, body, document],
    queryFn: async () => {
      if (save.state !== 'saved' && !(await flush())) throw new Error(t('The draft could not be saved.'));
      try {
        return await post<MigrationPreview>(`/v1/flows/${flowKey}/migrations/preview`, body);
      } catch (error) {
        // A draft that cannot run yet cannot be landed in: what bars it stands above.
        if (error instanceof Problem && (error.status === 404 || error.status === 422)) return null;
        throw error;
      }
    },
    retry: false,
  });
  const rows = preview.data?.rows ?? [];
  const titleOf = (id: string) => {
    const node = published?.nodes.find((each) => each.id === id);
    return node ? stepTitle(node, t) : id;
  };
  const map = (next: Record<string, string>) =>
    onChange({ do: plan.do, ...(Object.keys(next).length > 0 && { map: next }) });
  return (
    <section aria-label={t('Runs that wait')}>
      <div className="row">
        <h3 className="sec grow">
          {preview.data
            ? t('{{count}} runs wait in older versions', { count: preview.data.runs })
            : t('Runs that wait')}
        </h3>
      </div>
      {preview.isPending && <Skeleton rows={2} height={28} />}
      {preview.error && <Failed error={preview.error} retry={() => void preview.refetch()} />}
      {preview.data === null && (
        <p className="sub">{t('They stay on their version. Where they would land is known once nothing blocks it.')}</p>
      )}
      {preview.data && preview.data.runs === 0 && (
        <p className="sub">{t('None: nothing is to be decided about them.')}</p>
      )}
      {preview.data && preview.data.runs > 0 && (
        <>
          <Seg<WaitingPlan['do']>
            label={t('What becomes of them')}
            value={plan.do}
            options={[
              { value: 'keep', label: t('Stay on their version') },
              { value: 'migrate', label: t('Move to v{{version}}', { version }) },
              { value: 'restart', label: t('Begin anew') },
            ]}
            onChange={(next) => onChange({ do: next, ...(plan.map && next === 'migrate' ? { map: plan.map } : {}) })}
          />
          <div className="scroll" role="region" aria-label={t('Runs that wait')} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('Waits at')}</th>
                  <th scope="col">{t('Version')}</th>
                  <th scope="col" className="r">
                    {t('Runs')}
                  </th>
                  <th scope="col">{plan.do === 'keep' ? t('Would land, if moved') : t('Goes on')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={`${String(row.version)} ${row.node}`}>
                    <td>{titleOf(row.node)}</td>
                    <td>v{row.version}</td>
                    <td className="r num">{row.runs}</td>
                    <td>
                      <Landing place={row.place} target={document} />
                      {plan.do === 'migrate' && (
                        <OtherStep
                          from={row.node}
                          title={titleOf(row.node)}
                          target={document}
                          map={plan.map ?? {}}
                          onMap={map}
                        />
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className="muted t12">
            {plan.do === 'keep'
              ? t('They go on as they began; nothing about them changes.')
              : t('{{moves}} go on in the new version, {{stays}} stay where they are. It begins when it is approved.', {
                  moves: preview.data.moves,
                  stays: preview.data.stays,
                })}
          </p>
        </>
      )}
    </section>
  );
}
