import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { allPlaces } from './navigation.js';

const everywhere: [string, string][] = [
  ['Ctrl K', 'Search or run a command'],
  ['/', 'Search'],
  ['?', 'All keys'],
  ['Esc', 'Close'],
];

const approvals: [string, string][] = [
  ['J', 'Next item'],
  ['K', 'Item before'],
  ['X', 'Select for a decision together'],
  ['A', 'Approve'],
  ['R', 'Reject'],
  ['C', 'Write a comment'],
  ['E', 'Go to the evidence'],
];

const run: [string, string][] = [
  ['1', 'Fit the whole flow'],
  ['+', 'Closer'],
  ['-', 'Farther'],
];

const rule: [string, string][] = [
  ['↑ ↓', 'Branch before or after'],
  ['→ ←', 'To the outcome and back'],
  ['Enter', 'Open the branch'],
  ['Alt ↑ ↓', 'Move the branch'],
  ['Insert', 'Insert a branch below'],
  ['Delete', 'Remove the branch'],
  ['Ctrl C X V D', 'Copy, cut, paste, duplicate branches'],
  ['Ctrl Z', 'Undo'],
  ['Ctrl Shift Z', 'Redo'],
  ['Ctrl Enter', 'Evaluate the next case'],
  ['Alt 1 2 3', 'Canvas, table, JSON'],
  ['O', 'Outline'],
  ['F8', 'Next problem'],
  ['1', 'Fit the whole rule'],
];

const flow: [string, string][] = [
  ['↑ ↓ ← →', 'Along the paths'],
  ['Tab', 'Next way out'],
  ['Enter', 'Open the step'],
  ['D R W E A T P M', 'Insert decide, rule, wait, event, approval, task, payout, mail'],
  ['Space', 'Add to what is chosen'],
  ['Delete', 'Remove what is chosen'],
  ['Ctrl C X V D', 'Copy, cut, paste, duplicate steps'],
  ['Ctrl A', 'Choose all steps'],
  ['Ctrl G', 'Frame what is chosen as a group'],
  ['N', 'Write a note'],
  ['Ctrl Z', 'Undo'],
  ['Ctrl Shift Z', 'Redo'],
  ['Ctrl F', 'Find in this flow'],
  ['L', 'Lay out anew'],
  ['1', 'Fit the whole flow'],
  ['O', 'Outline'],
  ['Alt ↑ ↓', 'Move the step, in the outline'],
  ['F8', 'Next problem'],
];

/** Every key that counts here. */
export function KeySheet({ opened, onClose, path }: { opened: boolean; onClose: () => void; path: string }) {
  const { t } = useTranslation();
  const groups: [string, [string, string][]][] = [
    ['Everywhere', everywhere],
    ['Go to', allPlaces.map((place): [string, string] => [`G ${(place.key ?? '').toUpperCase()}`, place.label])],
    ...(path.startsWith('/approvals') ? ([['Approvals', approvals]] satisfies [string, [string, string][]][]) : []),
    ...(path.startsWith('/runs/') ? ([['Run', run]] satisfies [string, [string, string][]][]) : []),
    ...(path.startsWith('/flows/') ? ([['Flow', flow]] satisfies [string, [string, string][]][]) : []),
    ...(path.startsWith('/rules/') ? ([['Rule', rule]] satisfies [string, [string, string][]][]) : []),
  ];
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('Keys')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <div className="keysheet">
        {groups.map(([title, keys]) => (
          <section key={title}>
            <h3 className="sec">{t(title)}</h3>
            <dl>
              {keys.map(([key, label]) => (
                <div key={key}>
                  <dt>
                    {key.split(' ').map((part) => (
                      <kbd key={part}>{part}</kbd>
                    ))}
                  </dt>
                  <dd>{t(label)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
