import { MiniMap as Map } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import type { CanvasNode } from './draw.js';

/** The whole flow in small, with what the window shows of it; drag in it to go there. */
export function MiniMap() {
  const { t } = useTranslation();
  return (
    <Map<CanvasNode>
      className="float fe-mini"
      pannable
      zoomable
      ariaLabel={t('The whole flow in small')}
      nodeBorderRadius={8}
      nodeClassName={(node) => `${node.type ?? ''} ${node.selected ? 'sel' : ''}`}
      maskColor="transparent"
      maskStrokeColor="var(--accent)"
      maskStrokeWidth={1.5}
      offsetScale={8}
      style={{ width: 160, height: 116 }}
    />
  );
}
