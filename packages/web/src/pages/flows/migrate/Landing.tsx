import type { LandingPlace } from '@sluice/contracts/bulk';
import type { FlowDocument } from '@sluice/flows';
import { useTranslation } from 'react-i18next';
import { stepTitle } from '../../../parts/flow/words.js';

const stays: Readonly<Record<Extract<LandingPlace, { stays: string }>['stays'], string>> = {
  busy: 'stays: something is under way',
  no_node: 'stays: the step is gone, choose another one',
  branches: 'stays: the branches are other ones',
  unknown_outcome: 'stays: it is not known what its last step did',
  money: 'stays: it would move money twice',
};

/** Where a waiting run would be, in words. */
export function Landing({ place, target }: { place: LandingPlace; target: FlowDocument | undefined }) {
  const { t } = useTranslation();
  if ('restarts' in place) return <>{t('begins anew')}</>;
  if ('stays' in place) return <span className="hold">{t(stays[place.stays])}</span>;
  const node = target?.nodes.find(({ id }) => id === place.node);
  const title = node ? stepTitle(node, t) : place.node;
  return (
    <>{place.how === 'keeps' ? t('“{{title}}”, the wait goes on', { title }) : t('“{{title}}”, anew', { title })}</>
  );
}

/** Another step for runs whose own is gone, or where they should go on elsewhere. */
export function OtherStep({
  from,
  title,
  target,
  map,
  onMap,
}: {
  from: string;
  /** Of the step that they wait at. */
  title: string;
  target: FlowDocument | undefined;
  map: Readonly<Record<string, string>>;
  onMap: (map: Record<string, string>) => void;
}) {
  const { t } = useTranslation();
  return (
    <select
      className="fp-select"
      aria-label={t('Where runs at “{{title}}” go on', { title })}
      value={map[from] ?? ''}
      onChange={(event) => {
        const { [from]: _was, ...rest } = map;
        const to = event.currentTarget.value;
        onMap(to === '' ? rest : { ...rest, [from]: to });
      }}
    >
      <option value="">{t('At the same step')}</option>
      {(target?.nodes ?? [])
        .filter(({ id }) => id !== from)
        .map((node) => (
          <option key={node.id} value={node.id}>
            {stepTitle(node, t)}
          </option>
        ))}
    </select>
  );
}
