import type { ReactNode } from 'react';

interface Choice<V extends string> {
  value: V;
  label: ReactNode;
  help?: ReactNode;
}

/** One of a few, each with what follows from it; nothing is chosen for anybody. */
export function Choices<V extends string>({
  legend,
  name,
  value,
  options,
  onChange,
}: {
  legend: string;
  name: string;
  value: V | undefined;
  options: readonly Choice<V>[];
  onChange: (value: V) => void;
}) {
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className={option.value === value ? 'on' : ''}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            aria-describedby={option.help ? `${name}-${option.value}` : undefined}
            onChange={() => onChange(option.value)}
          />
          <span>
            <span className="m">{option.label}</span>
            {option.help && (
              <span className="sub t12" id={`${name}-${option.value}`}>
                {option.help}
              </span>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
