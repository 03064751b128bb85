import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

/** Buttons of the list of rules beside "New rule": each brings its own dialog. */
export const LIST_ACTIONS: readonly { readonly id: string; readonly Component: LazyExoticComponent<ComponentType> }[] =
  [{ id: 'import', Component: lazy(() => import('./import/ImportButton.js')) }];
