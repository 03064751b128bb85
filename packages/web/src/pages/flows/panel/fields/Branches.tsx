import { TextInput } from '@mantine/core';
import type { Json, JsonObject } from '@sluice/domain';
import { setConfig, disconnect } from '@sluice/flows/edit/index';
import { compose } from '@sluice/flows/lint/compose';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../../parts/basics.js';
import { useFlowEditor } from '../../editor/context.js';
import { Condition, ConditionSays } from './ConditionField.js';
import type { FieldProps } from './types.js';

/** A way out that a step's settings name. */
type Way = JsonObject & { port: string; title?: string };

/** The ways out of `decide`, each with its condition; the first that holds is taken. */
export function BranchesField(props: FieldProps) {
  return <Ways {...props} more={{ when: true }} detail="when" />;
}

/** Named ways out without conditions. */
export function PathsField(props: FieldProps) {
  return <Ways {...props} more={{}} />;
}

/** Named ways out with percentages, 100 in all. */
export function SharesField(props: FieldProps) {
  const { t } = useTranslation();
  const sum = waysOf(props.value).reduce((all, way) => all + Number(way['percent'] ?? 0), 0);
  return (
    <>
      <Ways {...props} more={{ percent: 0 }} detail="percent" />
      {sum !== 100 && (
        <p className="fp-err" role="status">
          {sum < 100
            ? t('{{count}} % are missing.', { count: 100 - sum })
            : t('{{count}} % too many.', { count: sum - 100 })}
        </p>
      )}
    </>
  );
}

function Ways({
  field,
  node,
  value,
  disabled,
  onChange,
  more,
  detail,
}: FieldProps & { more: JsonObject; detail?: 'when' | 'percent' }) {
  const { t } = useTranslation();
  const { document, apply } = useFlowEditor();
  const [open, setOpen] = useState<string | null>(null);
  const ways = waysOf(value);
  const change = (index: number, by: JsonObject) =>
    onChange(ways.map((way, at) => (at === index ? { ...way, ...by } : way)));
  const move = (index: number, to: number) => {
    const way = ways[index];
    if (way) onChange(ways.toSpliced(index, 1).toSpliced(to, 0, way));
  };
  // The path goes with its way out, in one step of undo.
  const remove = (index: number) => {
    const way = ways[index];
    const edge = document.edges.find(({ from, port }) => from === node.id && port === way?.port);
    const [fix] = compose(
      document,
      { code: 'remove_way', params: { node: node.id, port: way?.port ?? '' } },
      (now) => setConfig(now, node.id, field.key, ways.toSpliced(index, 1)),
      ...(edge ? [(now: typeof document) => disconnect(now, edge)] : []),
    );
    if (fix) apply(fix.edit);
  };
  return (
    <div className="fp-ways">
      <ol>
        {ways.map((way, index) => (
          <li key={way.port}>
            <div className="row">
              <TextInput
                className="grow"
                aria-label={t('Name of way {{number}}', { number: index + 1 })}
                value={way.title ?? way.port}
                disabled={disabled}
                onChange={(event) => change(index, { title: event.currentTarget.value })}
              />
              {detail === 'percent' && (
                <TextInput
                  className="fp-percent"
                  aria-label={t('Percent of “{{name}}”', { name: way.title ?? way.port })}
                  inputMode="numeric"
                  classNames={{ input: 'num' }}
                  rightSection={<span className="muted">%</span>}
                  value={String(way['percent'] ?? 0)}
                  disabled={disabled}
                  onChange={(event) => {
                    const text = event.currentTarget.value.trim();
                    if (/^\d{0,3}$/.test(text)) change(index, { percent: Number(text) });
                  }}
                />
              )}
              {!disabled && (
                <>
                  {detail === 'when' && (
                    <IconButton
                      small
                      icon="up"
                      label={t('Look at “{{name}}” earlier', { name: way.title ?? way.port })}
                      disabled={index === 0}
                      onClick={() => move(index, index - 1)}
                    />
                  )}
                  <IconButton
                    small
                    icon="x"
                    label={t('Remove “{{name}}” with its path', { name: way.title ?? way.port })}
                    onClick={() => remove(index)}
                  />
                </>
              )}
            </div>
            {detail === 'when' && (
              <>
                <button
                  type="button"
                  className="fp-says say"
                  aria-expanded={open === way.port}
                  onClick={() => setOpen(open === way.port ? null : way.port)}
                >
                  <ConditionSays at={node.id} value={way['when']} />
                </button>
                {open === way.port && (
                  <Condition
                    at={node.id}
                    label={t('Condition of “{{name}}”', { name: way.title ?? way.port })}
                    value={way['when']}
                    disabled={disabled}
                    onChange={(when) => change(index, { when: when ?? true })}
                  />
                )}
              </>
            )}
          </li>
        ))}
      </ol>
      {!disabled && (
        <Button
          look="ghost"
          size="sm"
          icon="plus"
          onClick={() => {
            const port = freePort(ways);
            onChange([...ways, { port, title: port.replace('_', ' '), ...more }]);
            setOpen(port);
          }}
        >
          {detail === 'when' ? t('Branch') : t('Way out')}
        </Button>
      )}
    </div>
  );
}

function waysOf(value: Json | undefined): Way[] {
  return Array.isArray(value)
    ? value.filter(
        (way): way is Way =>
          way !== null && typeof way === 'object' && !Array.isArray(way) && typeof way['port'] === 'string',
      )
    : [];
}

function freePort(ways: readonly Way[]): string {
  for (let number = ways.length + 1; ; number += 1)
    if (!ways.some(({ port }) => port === `way_${String(number)}`)) return `way_${String(number)}`;
}
