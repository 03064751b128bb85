import type { FlowNode } from '@sluice/flows';
import type { List } from '@sluice/contracts/list';
import type { RunRow } from '@sluice/contracts/run';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../../lib/data.js';
import { Button, IconButton, Tabs } from '../../../parts/basics.js';
import { coreOf } from '../../../parts/flow/core.js';
import { triggerId } from '../../../parts/flow/start.js';
import { StepIcon, stepCategory } from '../../../parts/flow/StepIcon.js';
import { stepTitle } from '../../../parts/flow/words.js';
import '../../../theme/flow-panel.css';
import { useFlowEditor } from '../editor/context.js';
import { StepForm } from './StepForm.js';
import { StepPreview } from './StepPreview.js';
import { StepRuns } from './StepRuns.js';
import { StepTest } from './StepTest.js';
import { TriggerPanel } from './TriggerPanel.js';

type Tab = 'form' | 'preview' | 'test' | 'runs';

/** Beside the canvas: what is chosen. A step's settings, how it looks, a try of it alone, and who is there now. */
export function StepPanel() {
  const { document, selection } = useFlowEditor();
  const [id] = selection;
  if (selection.length !== 1 || id === undefined) return null;
  if (id === triggerId) return <TriggerPanel />;
  const node = document.nodes.find((each) => each.id === id);
  return node ? <Step key={node.id} node={node} /> : null;
}

function Step({ node }: { node: FlowNode }) {
  const { t } = useTranslation();
  const { select, flowKey, published } = useFlowEditor();
  const [tab, setTab] = useState<Tab>('form');
  const core = coreOf(node.type);
  const here = useGet<List<RunRow>>(published ? '/v1/runs' : undefined, { flow: flowKey, node: node.id, limit: 50 });
  const now = here.data?.data.filter(({ current }) => current?.node === node.id) ?? [];
  return (
    <aside className="panel fp" aria-label={t('The step')}>
      <div className={`phead k-${stepCategory(node.type)}`}>
        <span className="ic2">
          <StepIcon type={node.type} />
        </span>
        <div className="grow">
          <div className="cap">{t(core?.title ?? node.type)}</div>
          <h2 className="t14 b" tabIndex={-1} data-panel-start>
            {stepTitle(node, t)}
          </h2>
        </div>
        <IconButton small icon="x" label={t('Close')} onClick={() => select([])} />
      </div>
      <Tabs<Tab>
        label={t('The step')}
        value={tab}
        onChange={setTab}
        options={[
          { value: 'form', label: t('Form') },
          { value: 'preview', label: t('Preview') },
          { value: 'test', label: t('Test') },
          { value: 'runs', label: t('Runs'), count: here.data ? now.length : undefined },
        ]}
      />
      <div className="pbody" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={tab === 'form' ? -1 : 0}>
        {tab === 'form' && <StepForm node={node} />}
        {tab === 'preview' && <StepPreview node={node} />}
        {tab === 'test' && <StepTest node={node} />}
        {tab === 'runs' && <StepRuns node={node} query={here} runs={now} />}
      </div>
      <div className="pfoot">
        {tab === 'test' ? (
          <Button onClick={() => setTab('form')}>{t('Back to the form')}</Button>
        ) : (
          <Button icon="right" onClick={() => setTab('test')}>
            {t('Test this step')}
          </Button>
        )}
        <span className="grow" />
        {core && (
          <span className="muted t12 num">
            {core.historyCost === 0
              ? t('no history events')
              : t('{{count}} history events a visit', { count: core.historyCost })}
          </span>
        )}
      </div>
    </aside>
  );
}
