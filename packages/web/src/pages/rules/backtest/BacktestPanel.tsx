import type { BacktestDto } from '@sluice/contracts/backtest';
import type { RuleDetail } from '@sluice/contracts/rule';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../../lib/data.js';
import { useCan } from '../../../lib/session.js';
import { useZone } from '../../../lib/zone.js';
import { Button, IconButton } from '../../../parts/basics.js';
import { Empty, Failed, Skeleton } from '../../../parts/feedback.js';
import '../../../theme/backtest.css';
import { useEditor } from '../editor/context.js';
import { Choices } from './Choices.js';
import { Footer } from './Footer.js';
import { Progress } from './Progress.js';
import { Result } from './Result.js';
import { useBacktest, isOver } from './use-backtest.js';
import { useChoice } from './use-choice.js';

/** What past orders would have earned by another version: asked for, watched and read beside the rule. */
export default function BacktestPanel() {
  const { t } = useTranslation();
  const { rule, rev, flush, showSide } = useEditor();
  const zone = useZone() ?? 'UTC';
  const may = useCan('rule.backtest');
  const shown = useBacktest(rule.key);
  const choice = useChoice(zone, shown.backtest);
  const [unsaved, setUnsaved] = useState(false);
  const { backtest } = shown;
  const running = backtest !== undefined && !isOver(backtest);

  async function run(): Promise<void> {
    // The draft is taken as it is stored, so what is on the screen is stored first.
    const saved = choice.usesDraft ? await flush() : true;
    setUnsaved(!saved);
    if (saved && choice.body) await shown.run(choice.body);
  }

  if (rule.kind !== 'commission') {
    return (
      <Frame onClose={() => showSide(null)}>
        <Empty>{t('Only commission rules are replayed over past orders.')}</Empty>
      </Frame>
    );
  }
  return (
    <Frame
      onClose={() => showSide(null)}
      action={
        may && (
          <Button
            size="sm"
            icon="retry"
            {...(backtest ? {} : { look: 'pri' as const })}
            busy={shown.busy || running}
            disabled={!choice.body}
            onClick={() => void run()}
          >
            {backtest ? t('Run again') : t('Run the backtest')}
          </Button>
        )
      }
      footer={backtest && <Footer backtest={backtest} rule={rule.key} />}
    >
      <Choices choice={choice} />
      {rev === 0 && choice.usesDraft && (
        <p className="muted t12">{t('There is no draft yet: change something first.')}</p>
      )}
      {unsaved && (
        <p className="neg t12" role="alert">
          {t('The draft could not be saved, so nothing was started.')}
        </p>
      )}
      {shown.failed && <Failed error={shown.failed} />}
      {shown.error && !backtest && <Failed error={shown.error} />}
      {shown.loading && <Skeleton rows={5} height={28} />}
      {backtest && <Shown backtest={backtest} busy={shown.busy} onCancel={() => void shown.cancel()} />}
      {!backtest && !shown.loading && !shown.error && (
        <Empty>{t('Past orders are decided again, with the facts as they were. Nothing is paid or changed.')}</Empty>
      )}
    </Frame>
  );
}

/** The backtest as it was asked for: a draft that was changed since is told. */
function Shown({ backtest, busy, onCancel }: { backtest: BacktestDto; busy: boolean; onCancel: () => void }) {
  const { t } = useTranslation();
  const { data: rule } = useGet<RuleDetail>(`/v1/rules/${backtest.rule.key}`);
  const changed = backtest.draft.version === null && rule !== undefined && rule.draft?.hash !== backtest.draft.hash;
  return (
    <>
      <Progress backtest={backtest} busy={busy} onCancel={onCancel} />
      {changed && <p className="warnt t12">{t('The draft has changed since: run it again.')}</p>}
      {backtest.result && <Result backtest={backtest} result={backtest.result} />}
    </>
  );
}

function Frame({
  action,
  footer,
  onClose,
  children,
}: {
  action?: React.ReactNode;
  footer?: React.ReactNode;
  onClose: () => void;
  children: React.ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className="bt">
      <div className="phead">
        <h2 className="t14 b grow">{t('Backtest')}</h2>
        {action}
        <IconButton icon="x" small label={t('Close')} onClick={onClose} />
      </div>
      <div className="pbody">{children}</div>
      {footer && <div className="pfoot">{footer}</div>}
    </div>
  );
}
