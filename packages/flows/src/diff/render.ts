import type { Json } from '@sluice/domain';
import type { FlowChange } from './diff.js';

type Locale = 'en' | 'de';

/** A change as a sentence without its full stop. */
export function renderFlowChange(change: FlowChange, locale: Locale = 'en'): string {
  return locale === 'en' ? english(change) : german(change);
}

function english(change: FlowChange): string {
  switch (change.code) {
    case 'step_added':
      return `Step “${change.params.title}” (${change.params.type}) is new`;
    case 'step_removed':
      return `Step “${change.params.title}” (${change.params.type}) is gone`;
    case 'step_renamed':
      return `Step “${change.params.from}” is now called “${change.params.to}”`;
    case 'step_replaced':
      return `“${change.params.title}” does another thing: ${change.params.from} → ${change.params.to}`;
    case 'setting':
      return `${change.params.title}: ${change.params.key} ${value(change.params.from, 'nothing')} → ${value(change.params.to, 'nothing')}`;
    case 'path': {
      const { title, port, from, to } = change.params;
      if (from === null) return `“${title}”, ${port}: leads to “${to ?? ''}”`;
      return to === null
        ? `“${title}”, ${port}: leads nowhere, was “${from}”`
        : `“${title}”, ${port}: “${from}” → “${to}”`;
    }
    case 'parameter':
      return `Parameter ${change.params.key}: ${value(change.params.from, 'none')} → ${value(change.params.to, 'none')}`;
    case 'trigger':
      return `Trigger: ${value(change.params.from, '')} → ${value(change.params.to, '')}`;
    case 'exit_added':
      return `Exit at ${change.params.events} (${change.params.outcome}) is new`;
    case 'exit_removed':
      return `Exit at ${change.params.events} (${change.params.outcome}) is gone`;
    case 'flow':
      return `${change.params.field === 'title' ? 'Title' : 'Subject'}: ${change.params.from} → ${change.params.to}`;
  }
}

function german(change: FlowChange): string {
  switch (change.code) {
    case 'step_added':
      return `Schritt „${change.params.title}“ (${change.params.type}) ist neu`;
    case 'step_removed':
      return `Schritt „${change.params.title}“ (${change.params.type}) fällt weg`;
    case 'step_renamed':
      return `Schritt „${change.params.from}“ heißt nun „${change.params.to}“`;
    case 'step_replaced':
      return `„${change.params.title}“ tut etwas anderes: ${change.params.from} → ${change.params.to}`;
    case 'setting':
      return `${change.params.title}: ${change.params.key} ${value(change.params.from, 'nichts')} → ${value(change.params.to, 'nichts')}`;
    case 'path': {
      const { title, port, from, to } = change.params;
      if (from === null) return `„${title}“, ${port}: führt zu „${to ?? ''}“`;
      return to === null
        ? `„${title}“, ${port}: führt nirgends hin, bisher „${from}“`
        : `„${title}“, ${port}: „${from}“ → „${to}“`;
    }
    case 'parameter':
      return `Parameter ${change.params.key}: ${value(change.params.from, 'keiner')} → ${value(change.params.to, 'keiner')}`;
    case 'trigger':
      return `Auslöser: ${value(change.params.from, '')} → ${value(change.params.to, '')}`;
    case 'exit_added':
      return `Ausgang bei ${change.params.events} (${change.params.outcome}) ist neu`;
    case 'exit_removed':
      return `Ausgang bei ${change.params.events} (${change.params.outcome}) fällt weg`;
    case 'flow':
      return `${change.params.field === 'title' ? 'Titel' : 'Gegenstand'}: ${change.params.from} → ${change.params.to}`;
  }
}

/** A value in few words; what is long is cut, its whole is in the change itself. */
function value(json: Json | null, none: string): string {
  if (json === null) return none;
  if (typeof json === 'string') return json.length > 60 ? `${json.slice(0, 57)}…` : json;
  if (typeof json === 'object' && !Array.isArray(json)) {
    const name = json['$param'] ?? json['$var'];
    if (typeof name === 'string') return name;
  }
  const text = JSON.stringify(json);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
