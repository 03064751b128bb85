import { useReactFlow, useViewport } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import { useHotkeys } from '../../lib/hotkeys.js';
import { IconButton } from '../basics.js';

const all = { padding: 0.08, maxZoom: 1 };

/** Farther, closer, all of it; `1 + -` do the same. */
export function ZoomBox() {
  const { t } = useTranslation();
  const flow = useReactFlow();
  const { zoom } = useViewport();
  const fit = () => void flow.fitView(all);
  useHotkeys({ '1': fit, '+': () => void flow.zoomIn(), '-': () => void flow.zoomOut() });
  return (
    <div className="float zoom">
      <IconButton small icon="minus" label={t('Farther')} onClick={() => void flow.zoomOut()} />
      <span className="t12 num" style={{ width: 40, textAlign: 'center' }}>
        {Math.round(zoom * 100)} %
      </span>
      <IconButton small icon="plus" label={t('Closer')} onClick={() => void flow.zoomIn()} />
      <IconButton small icon="fit" label={t('Fit the whole flow')} onClick={fit} />
    </div>
  );
}
