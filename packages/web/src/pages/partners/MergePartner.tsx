import { Modal, Textarea, TextInput } from '@mantine/core';
import type { PartnerDetail } from '@sluice/contracts/partner';
import type { MergeWarningDto, PartnerMergePreviewDto } from '@sluice/contracts/partner-end';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../lib/act.js';
import { post } from '../../lib/api.js';
import { renew, useGet } from '../../lib/data.js';
import { ActDialog } from '../../parts/ActDialog.js';
import { Loaded } from '../../parts/feedback.js';
import { PartnerFilter } from '../../parts/PartnerFilter.js';
import { StateChip } from '../../parts/states.js';
import { Money } from '../../parts/values.js';
import { Choices } from './Choices.js';
import { Amounts, Effects } from './Effects.js';

type Side = 'this' | 'other';

/** Two accounts of one partner become one: who stays, what goes over, what stays where it is, and the name typed again. */
export function MergePartner({ partner, onClose }: { partner: PartnerDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const act = useAct();
  const [otherId, setOtherId] = useState<string>();
  const [stays, setStays] = useState<Side>();
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [done, setDone] = useState<PartnerMergePreviewDto>();
  const same = otherId === partner.id;
  const other = useGet<PartnerDetail>(otherId && !same ? `/v1/partners/${otherId}` : undefined);
  const [from, into] = stays === 'this' ? [otherId, partner.id] : [partner.id, otherId];
  const chosen = stays !== undefined && otherId !== undefined && !same;
  const query = useGet<PartnerMergePreviewDto>(chosen ? `/v1/partners/${from}/merge-preview` : undefined, { into });
  const preview = query.data?.from.id === from && query.data?.into.id === into ? query.data : undefined;
  const ready = preview && !preview.refusal && typed.trim() === preview.from.name && reason.trim().length >= 3;
  const merge = () =>
    act.run(async () => {
      if (!ready) return;
      await post(`/v1/partners/${preview.from.id}/merge`, { into: preview.into.id, reason: reason.trim() });
      setDone(preview);
      await renew('/v1/partners', '/v1/referrals', '/v1/coupons');
    });
  if (done) return <Merged from={done.from.name} into={done.into} onClose={onClose} />;
  return (
    <ActDialog
      title={t('Merge with another partner')}
      verb={t('Merge them')}
      look="bad"
      size="lg"
      act={act}
      disabled={!ready}
      onSubmit={merge}
      onClose={onClose}
    >
      <PartnerFilter
        label={t('The other account')}
        value={otherId}
        onChange={(id) => {
          setOtherId(id);
          setTyped('');
        }}
        error={same ? t('This is the same account. Choose another one.') : undefined}
      />
      {otherId !== undefined && !same && (
        <Loaded query={other} rows={2}>
          {(found) =>
            found.id === otherId ? (
              <Choices<Side>
                legend={t('Which one stays?')}
                name="stays"
                value={stays}
                onChange={(side) => {
                  setStays(side);
                  setTyped('');
                }}
                options={[['this', partner] as const, ['other', found] as const].map(([value, one]) => ({
                  value,
                  label: (
                    <>
                      {t('{{name}} stays', { name: one.name })} <StateChip kind="partner" state={one.status} />
                    </>
                  ),
                  help: `${one.email} · ${one.tierName}`,
                }))}
              />
            ) : null
          }
        </Loaded>
      )}
      {chosen && (
        <Loaded query={query} rows={6} height={24}>
          {() => preview && <Preview preview={preview} />}
        </Loaded>
      )}
      {preview && !preview.refusal && (
        <>
          <Textarea
            label={t('Reason')}
            description={t('Kept with both accounts and in the audit log.')}
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <TextInput
            label={t('Type the name of the account that ends: {{name}}', { name: preview.from.name })}
            description={t('It cannot be undone.')}
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </>
      )}
    </ActDialog>
  );
}

function Preview({ preview }: { preview: PartnerMergePreviewDto }) {
  const { t } = useTranslation();
  const { from, into, refusal, moves, later, stays, openPayouts, warnings } = preview;
  const names = { from: from.name, into: into.name };
  if (refusal)
    return (
      <div className="err" role="alert">
        <p className="b">{t(refusalWords[refusal.code] ?? refusal.message, names)}</p>
        <p>{t('Nothing was changed. Choose the other way round, or another account.')}</p>
      </div>
    );
  const earns = t('earn for {{into}} from now on', names);
  const remains = t('stay with {{from}}, as they are', names);
  return (
    <>
      {warnings.length > 0 && (
        <ul className="warnbox dots" aria-label={t('Mind this')}>
          {warnings.map((warning) => (
            <li key={warning}>{t(warningWords[warning], names)}</li>
          ))}
        </ul>
      )}
      <Effects
        title={t('What goes over')}
        rows={[
          {
            what: t('Payable'),
            figure: <Amounts of={moves.payable} />,
            becomes: t('goes to {{into}} at once, as a line of both statements', names),
          },
          {
            what: t('Held'),
            figure: <Amounts of={later.held} />,
            becomes: t('goes to {{into}} when it is released', names),
          },
          { what: t('Links'), figure: moves.links, becomes: earns },
          { what: t('Coupons'), figure: moves.coupons, becomes: earns },
          { what: t('Referrals'), figure: moves.referrals, becomes: earns },
          { what: t('Clicks and other touches'), figure: moves.touches, becomes: t('count for {{into}}', names) },
        ]}
      />
      <Effects
        title={t('What stays')}
        rows={[
          {
            what: t('On its way'),
            figure: <Amounts of={later.inTransit} />,
            becomes: t('is paid where it was going; what fails or comes back goes to {{into}}', names),
          },
          ...openPayouts.map((payout) => ({
            what: t('Payout in {{batch}}', { batch: payout.batchName }),
            figure: <Money value={payout.amount} />,
            becomes: t('goes to the account of {{from}}, unless somebody takes it out of the batch', names),
          })),
          { what: t('Commissions'), figure: stays.commissions, becomes: remains },
          { what: t('Statements'), figure: stays.statements, becomes: remains },
          { what: t('Payouts'), figure: stays.payouts, becomes: remains },
          {
            what: t('Tier, terms and bank details'),
            becomes: t('those of {{into}} count; those of {{from}} do not go over', names),
          },
        ]}
      />
    </>
  );
}

function Merged({ from, into, onClose }: { from: string; into: PartnerMergePreviewDto['into']; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} title={t('They are merged')} closeButtonProps={{ 'aria-label': t('Close') }}>
      <div className="form">
        <p role="status">
          {t('{{from}} has ended, and {{into}} earns for both from now on.', { from, into: into.name })}
        </p>
        <div className="btnrow">
          <Link to="/partners/$id" params={{ id: into.id }} className="btn pri" onClick={onClose} data-autofocus>
            {t('Open {{name}}', { name: into.name })}
          </Link>
        </div>
      </div>
    </Modal>
  );
}

/** Why two cannot be merged, by the code of the domain's refusal. */
const refusalWords: Readonly<Record<string, string>> = {
  same_partner: 'A partner cannot be merged into itself.',
  merged_already: '{{from}} was merged into another partner before.',
  merged_away: '{{into}} was itself merged into another partner.',
  erased: 'A partner whose data were erased cannot be merged.',
  for_cause: '{{from}} was terminated for cause: reinstate it first, or leave it.',
};

const warningWords: Readonly<Record<MergeWarningDto, string>> = {
  terms_differ:
    'They are of different tiers or terms. Customers of {{from}} are paid by those of {{into}} from the next order on.',
  survivor_not_active: '{{into}} is not active: it is paid nothing until it is reinstated or approved.',
  survivor_no_account: '{{into}} has no payout details yet; nothing can be paid until there are.',
  payouts_open: 'Payouts of {{from}} are under way. They go to the account they were made out to.',
  debt: '{{from}} owes money, because more was taken back than was payable. {{into}} takes it over, and it is set off.',
};
