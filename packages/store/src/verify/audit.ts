import { auditHash, noHash } from '../collections/audit.js';
import { reporter, type Check } from './problem.js';

const stretch = 500;

/** The audit chain from its first entry: numbered without gaps, each with its own hash and the one before. */
export const auditChain: Check = async (store, programme) => {
  const { problems, report } = reporter(programme);
  const count = await store.audit.collection.count(programme, {});
  let seq = 0;
  let prevHash = noHash;
  for (let from = 1; from <= count; from += stretch) {
    for (const entry of await store.audit.range(programme, from, from + stretch - 1)) {
      if (entry.seq !== seq + 1)
        report('audit_gap', 'audit', entry.id, `Audit entry ${entry.seq} follows ${seq}: entries are missing.`);
      if (entry.prevHash !== prevHash && entry.seq === seq + 1)
        report(
          'audit_broken',
          'audit',
          entry.id,
          `Audit entry ${entry.seq} does not carry the hash of the one before.`,
        );
      if (auditHash(entry) !== entry.hash)
        report('audit_changed', 'audit', entry.id, `Audit entry ${entry.seq} is not what its hash was made from.`);
      seq = entry.seq;
      prevHash = entry.hash;
    }
  }
  if (seq < count)
    report('audit_gap', 'programme', programme, `The audit log has ${count} entries and ends at ${seq}.`);
  return problems;
};
