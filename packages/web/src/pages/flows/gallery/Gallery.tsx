import type { FlowTemplateRow } from '@sluice/contracts/flow';
import type { List } from '@sluice/contracts/list';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '../../../lib/data.js';
import { useCan } from '../../../lib/session.js';
import { Button, Chip } from '../../../parts/basics.js';
import { Empty, Loaded } from '../../../parts/feedback.js';
import { Page } from '../../../shell/Page.js';
import '../../../theme/flow-panel.css';
import { NewFlow, type Source } from './NewFlow.js';
import { Picture } from './Picture.js';

/** Where a new flow begins: empty, with one that ships, or with a file. */
export function Gallery() {
  const { t } = useTranslation();
  const may = useCan('flow.write');
  const templates = useGet<List<FlowTemplateRow>>('/v1/flow-templates');
  const [source, setSource] = useState<Source>();
  return (
    <Page title={t('New flow')} crumbs={[{ label: t('Flows'), to: '/flows' }]}>
      {may ? (
        <div className="starts">
          <Button look="pri" icon="plus" onClick={() => setSource({ kind: 'empty' })}>
            {t('Begin empty…')}
          </Button>
          <Button icon="upload" onClick={() => setSource({ kind: 'file' })}>
            {t('Import a file…')}
          </Button>
        </div>
      ) : (
        <Empty>{t('Your role may look at flows, not make any.')}</Empty>
      )}
      <Loaded query={templates} rows={4} height={200}>
        {({ data }) => (
          <ul className="gallery" aria-label={t('Flows that ship')}>
            {data.map((template) => (
              <li key={template.key} className="card tpl">
                <div className="pic">
                  <Picture document={template.document} />
                </div>
                <div className="body">
                  <div className="row">
                    <h2 className="t14 b grow">{template.title}</h2>
                    {template.published && <Chip tone="ok">{t('in use here')}</Chip>}
                  </div>
                  <p className="sub">{template.description}</p>
                  <p className="muted t12 num">
                    {t('{{count}} steps', { count: template.steps })} ·{' '}
                    {template.cases > 0 ? t('{{count}} cases', { count: template.cases }) : t('no cases')} ·{' '}
                    {t(template.subject.replaceAll('_', ' '))}
                  </p>
                  <div className="row acts-row">
                    {may && (
                      <Button size="sm" onClick={() => setSource({ kind: 'template', template })}>
                        {t('Use “{{title}}”…', { title: template.title })}
                      </Button>
                    )}
                  </div>
                </div>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {source && <NewFlow source={source} onClose={() => setSource(undefined)} />}
    </Page>
  );
}
