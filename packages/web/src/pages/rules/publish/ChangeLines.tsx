import type { ChangeLine } from './changes.js';

/** Changes as sentences; each leads to its place where there is a way. */
export function ChangeLines({ changes, onGo }: { changes: readonly ChangeLine[]; onGo?: (pointer: string) => void }) {
  return (
    <ol className="changes">
      {changes.map(({ text, pointer }, at) => (
        <li key={at}>
          {onGo && pointer !== undefined ? (
            <button type="button" className="place" onClick={() => onGo(pointer)}>
              {text}
            </button>
          ) : (
            text
          )}
        </li>
      ))}
    </ol>
  );
}
