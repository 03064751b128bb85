import { Tooltip } from '@mantine/core';
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Icon, type IconName } from './icons.js';

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'acc' | 'line' | 'plain';

/** State as shape, word and colour. */
export function Chip({ tone = 'plain', icon, children }: { tone?: Tone; icon?: IconName; children: ReactNode }) {
  return (
    <span className={`chip ${tone === 'plain' ? '' : tone}`}>
      {icon && <Icon name={icon} size={12} />}
      {children}
    </span>
  );
}

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd aria-hidden="true">{children}</kbd>;
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'pri' | 'bad' | 'ghost' | 'lockd';
  size?: 'sm' | 'lg';
  icon?: IconName;
  /** The key that does the same, shown on the button. */
  keyHint?: string;
  busy?: boolean;
}

/** A verb with its object; one `pri` a view. */
export function Button({ look, size, icon, keyHint, busy, children, className, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={['btn', look, size, className].filter(Boolean).join(' ')}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {icon && <Icon name={icon} size={14} />}
      {children}
      {keyHint && <Kbd>{keyHint}</Kbd>}
    </button>
  );
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: IconName;
  label: string;
  small?: boolean;
}

/** A control that is only an icon: its name is in the label and on hover. */
export function IconButton({ icon, label, small, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label}>
      <button
        type="button"
        aria-label={label}
        className={['btn ghost sq', small ? 'sm' : '', className].filter(Boolean).join(' ')}
        {...rest}
      >
        <Icon name={icon} size={small ? 14 : 16} />
      </button>
    </Tooltip>
  );
}

export interface SegOption<V extends string> {
  value: V;
  label: ReactNode;
  count?: number | undefined;
}

/** One of a few views of the same things. */
export function Seg<V extends string>({
  label,
  value,
  options,
  onChange,
  small,
}: {
  label: string;
  value: V;
  options: SegOption<V>[];
  onChange: (value: V) => void;
  small?: boolean;
}) {
  return (
    <div className={small ? 'seg sm' : 'seg'} role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          className={option.value === value ? 'on' : ''}
          onClick={() => onChange(option.value)}
        >
          {option.label}
          {option.count !== undefined && <span className="cnt">{option.count}</span>}
        </button>
      ))}
    </div>
  );
}

/** Tabs of a panel; arrow keys move as WAI-ARIA says. */
export function Tabs<V extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: V;
  options: SegOption<V>[];
  onChange: (value: V) => void;
}) {
  return (
    <div className="tabs" role="tablist" aria-label={label}>
      {options.map((option, index) => (
        <button
          key={option.value}
          type="button"
          role="tab"
          id={`tab-${option.value}`}
          aria-selected={option.value === value}
          tabIndex={option.value === value ? 0 : -1}
          className={option.value === value ? 'on' : ''}
          onClick={() => onChange(option.value)}
          onKeyDown={(event) => {
            const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
            const next = options[(index + step + options.length) % options.length];
            if (step === 0 || !next) return;
            onChange(next.value);
            document.getElementById(`tab-${next.value}`)?.focus();
          }}
        >
          {option.label}
          {option.count !== undefined && <span className="cnt">{option.count}</span>}
        </button>
      ))}
    </div>
  );
}

/** A person or partner as two letters. */
export function Avatar({ name, big }: { name: string; big?: boolean }) {
  const tints = ['', 'p', 't', 'v', 'u'];
  const tint = tints[[...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % tints.length] ?? '';
  return (
    <span className={['av', tint, big ? 'big' : ''].filter(Boolean).join(' ')} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const letters = words.length > 1 ? `${words[0]?.[0] ?? ''}${words.at(-1)?.[0] ?? ''}` : name.slice(0, 2);
  return letters.toUpperCase();
}

/** An icon on its category's soft ground. */
export function Tile({ icon, kind, size = 28 }: { icon: IconName; kind: string; size?: number }) {
  return (
    <span className={`ic2 k-${kind}`} style={size === 28 ? undefined : { width: size, height: size }}>
      <Icon name={icon} size={size > 28 ? 18 : 16} />
    </span>
  );
}

/** The product's mark. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <rect width="24" height="24" rx="5" fill="var(--accent)" />
      <path d="M6 4.5v15M18 4.5v15" stroke="var(--on-accent)" strokeWidth="2" strokeLinecap="round" />
      <rect x="8.5" y="4.5" width="7" height="7" rx="1" fill="var(--on-accent)" />
      <path
        d="M7 16.2c1.7-1.3 3.3-1.3 5 0s3.3 1.3 5 0"
        stroke="var(--on-accent)"
        strokeWidth="1.7"
        fill="none"
        strokeLinecap="round"
      />
    </svg>
  );
}
