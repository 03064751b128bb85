import type { RuleChangeDto } from '@sluice/contracts/rule';
import { useLocale } from '../table/useTable.js';

/** Changes as sentences; a change of a branch leads to it. */
export function ChangeLines({ changes, onGo }: { changes: readonly RuleChangeDto[]; onGo?: (branch: number) => void }) {
  const locale = useLocale();
  return (
    <ol className="changes">
      {changes.map((change, at) => {
        const { branch } = change;
        return (
          <li key={at}>
            {onGo && branch !== undefined ? (
              <button type="button" className="place" onClick={() => onGo(branch)}>
                {change.text[locale]}
              </button>
            ) : (
              change.text[locale]
            )}
          </li>
        );
      })}
    </ol>
  );
}
