import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { useList } from '../lib/data.js';
import { Loaded } from './feedback.js';
import { ShowMore } from './ShowMore.js';
import type { Target } from './subject.js';

export interface Column<T> {
  key: string;
  label: string;
  right?: boolean;
  cell: (row: T) => ReactNode;
}

/** A cursor-paged list as a table: figures right, one row one thing; the row opens it, its first cell is a real link. */
export function ListTable<T>({
  caption,
  query,
  columns,
  rowKey,
  target,
  current,
  onRow,
  empty,
}: {
  caption: string;
  query: ReturnType<typeof useList<T>>;
  columns: Column<T>[];
  rowKey: (row: T) => string;
  target?: (row: T) => Target | undefined;
  current?: string | undefined;
  onRow?: (row: T) => void;
  empty: ReactNode;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Loaded query={query} rows={10}>
      {() =>
        query.rows.length === 0 ? (
          empty
        ) : (
          <>
            <div className="scroll" role="region" aria-label={caption} tabIndex={0}>
              <table>
                <caption className="sr">{caption}</caption>
                <thead>
                  <tr>
                    {columns.map((column) => (
                      <th key={column.key} scope="col" className={column.right ? 'r' : ''}>
                        {column.label}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {query.rows.map((row) => {
                    const open = target?.(row);
                    return (
                      <tr
                        key={rowKey(row)}
                        className={[open || onRow ? 'link' : '', current === rowKey(row) ? 'cur' : ''].join(' ')}
                        onClick={(event) => {
                          if (event.target instanceof Element && event.target.closest('a, button')) return;
                          if (onRow) onRow(row);
                          else if (open)
                            void navigate({ to: open.to, ...(open.search ? { search: open.search as never } : {}) });
                        }}
                      >
                        {columns.map((column) => (
                          <td key={column.key} className={column.right ? 'r num' : ''}>
                            {column.cell(row)}
                          </td>
                        ))}
                      </tr>
                    );
                  })}
                </tbody>
              </table>
            </div>
            <div className="more">
              <ShowMore query={query} />
              <span className="muted t12" aria-live="polite">
                {query.hasNextPage
                  ? t('{{count}} shown', { count: query.rows.length })
                  : t('{{count}} in all', { count: query.rows.length })}
              </span>
            </div>
          </>
        )
      }
    </Loaded>
  );
}
