import type { PartnerId } from '@sluice/domain';
import type { PartnerRef } from '@sluice/contracts';
import type { Store } from '@sluice/store';

/** What ids are called, read once for a whole page of rows. */
export class Names {
  private readonly partners = new Map<string, PartnerRef>();

  constructor(
    private readonly store: Store,
    private readonly programme: string,
  ) {}

  /** Reads the names of these partners; unknown ones keep their id as their name. */
  async load(ids: Iterable<string>): Promise<this> {
    const missing = [...new Set(ids)].filter((id) => !this.partners.has(id));
    for (const partner of await this.store.partners.many(this.programme, missing as PartnerId[])) {
      this.partners.set(partner.id, { id: partner.id, name: partner.name, tier: partner.tier });
    }
    return this;
  }

  partner(id: string): PartnerRef {
    return this.partners.get(id) ?? { id, name: id };
  }
}
