import type { Json, JsonObject } from '@sluice/domain';

/** A text of a config, as people see it on a card: a reference to a parameter is shown by its name. */
export function shown(config: JsonObject, field: string, fallback = '…'): string {
  const value = config[field];
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number') return String(value);
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    const name = value['$param'] ?? value['$var'];
    if (typeof name === 'string') return name;
  }
  return fallback;
}

/** A text of a resolved config; undefined where there is none. */
export function text(config: JsonObject, field: string): string | undefined {
  const value = config[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter((item): item is JsonObject => isObject(item)) : [];
}

export function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** Texts of a list field, as a card shows them; a reference by its name, nothing for an empty list. */
export function named(config: JsonObject, field: string): string {
  const value = config[field];
  return Array.isArray(value) ? texts(value).join(', ') : shown(config, field, '');
}

export function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** `P30D` → "30 days", `PT3S` → "3 seconds"; anything else stays as it is. */
export function durationInWords(iso: string): string {
  const match = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(iso);
  if (!match) return iso;
  const units = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'];
  const parts = units.flatMap((unit, index) => {
    const count = match[index + 1];
    return count === undefined ? [] : [`${count} ${unit}${count === '1' ? '' : 's'}`];
  });
  return parts.length > 0 ? parts.join(' ') : iso;
}
