import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { IconName } from '../../../parts/icons.js';
import { caseBadge, changeBadge, problemBadge } from '../cases/badges.js';
import type { RuleEditor } from './context.js';
import '../../../theme/rule-table.css';

type Lazy = LazyExoticComponent<ComponentType>;

/** A way to see and edit the whole rule. `main`: in the switch of the bar; the others are in its menu. */
export interface ViewSlot {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  readonly main: boolean;
  /** Why this rule cannot be shown so, as a sentence; undefined where it can. */
  readonly unfit?: (editor: RuleEditor) => string | undefined;
  readonly Component: Lazy;
}

/** A tab below the view, with its count. */
export interface DockSlot {
  readonly id: string;
  readonly label: string;
  readonly badge?: (editor: RuleEditor) => { readonly count: number; readonly bad?: boolean } | undefined;
  readonly Component: Lazy;
  /** What stands at the right of the tabs while this one is open. */
  readonly Tools?: Lazy;
}

/** A panel at the right, opened by `showSide(id)`; `branch` is shown for what is selected. */
export interface SideSlot {
  readonly id: string;
  readonly label: string;
  readonly Component: Lazy;
}

/** A control at the right end of the bar. */
export interface BarSlot {
  readonly id: string;
  readonly Component: Lazy;
}

/** The views in the order of `Alt 1 2 3`. Each is fetched when it is first shown. */
export const VIEWS: readonly ViewSlot[] = [
  {
    id: 'canvas',
    label: 'Canvas',
    icon: 'flow',
    main: true,
    Component: lazy(() => import('../canvas/RuleCanvas.js')),
  },
  { id: 'table', label: 'Table', icon: 'table', main: true, Component: lazy(() => import('../table/RuleTable.js')) },
  { id: 'json', label: 'JSON', icon: 'braces', main: true, Component: lazy(() => import('../json/RuleJson.js')) },
  { id: 'plan', label: 'Plan', icon: 'percent', main: false, Component: lazy(() => import('../plan/PlanForm.js')) },
  {
    id: 'outline',
    label: 'Outline',
    icon: 'outline',
    main: false,
    Component: lazy(() => import('../outline/Outline.js')),
  },
];

/** What is shown where there is no width: the outline does all that canvas and table do. */
export function viewOnPhone(id: string): string {
  return id === 'canvas' || id === 'table' ? 'outline' : id;
}

export const DOCK: readonly DockSlot[] = [
  { id: 'problems', label: 'Problems', badge: problemBadge, Component: lazy(() => import('../cases/ProblemList.js')) },
  {
    id: 'cases',
    label: 'Cases',
    badge: caseBadge,
    Component: lazy(() => import('../cases/Cases.js')),
    Tools: lazy(() => import('../cases/CaseTools.js')),
  },
  { id: 'changes', label: 'Changes', badge: changeBadge, Component: lazy(() => import('../publish/Changes.js')) },
];

export const SIDE: readonly SideSlot[] = [
  { id: 'branch', label: 'Branch', Component: lazy(() => import('../canvas/BranchPanel.js')) },
  { id: 'backtest', label: 'Backtest', Component: lazy(() => import('../backtest/BacktestPanel.js')) },
];

export const BAR: readonly BarSlot[] = [
  { id: 'backtest', Component: lazy(() => import('../backtest/BacktestButton.js')) },
  { id: 'publish', Component: lazy(() => import('../publish/PublishButton.js')) },
];
