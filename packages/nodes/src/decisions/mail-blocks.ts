import { performanceFacts, type JsonObject, type Partner, type PartnerHistory, type Programme } from '@sluice/domain';

/** What a mail to a partner may hold besides its own values: read when it is sent. */
export const mailBlocks = ['links', 'assets', 'performance'] as const;
export type MailBlock = (typeof mailBlocks)[number];

/** What the blocks are made from. */
export interface BlockSources {
  links: readonly { code: string; active: boolean }[];
  assets: readonly { kind: string; title: string; url?: string; text?: string; tier?: string; active: boolean }[];
  history: PartnerHistory;
}

export interface BlockContext {
  partner: Pick<Partner, 'tier' | 'createdAt'>;
  programme: Pick<Programme, 'currency' | 'tiers'>;
  baseUrl: string;
  at: Date;
}

/** The values of the blocks, by name: `links[]`, `assets[]`, `performance`. */
export function blockVars(blocks: readonly MailBlock[], context: BlockContext, sources: BlockSources): JsonObject {
  return Object.fromEntries(blocks.map((block) => [block, values[block](context, sources)]));
}

/** As many as a mail shows; the portal has all. */
const most = { links: 3, assets: 5 };

const values: Readonly<Record<MailBlock, (context: BlockContext, sources: BlockSources) => JsonObject | JsonObject[]>> =
  {
    links: ({ baseUrl }, { links }) =>
      links
        .filter(({ active }) => active)
        .slice(0, most.links)
        .map(({ code }) => ({ code, url: `${baseUrl}/t/${code}` })),

    assets: ({ partner, programme }, { assets }) =>
      assets
        .filter(({ active, tier }) => active && (tier === undefined || reaches(programme, partner.tier, tier)))
        .slice(0, most.assets)
        .map(({ kind, title, url, text }) => ({ kind, title, url: url ?? null, text: text ?? null })),

    performance: ({ partner, programme, at }, { history }) => {
      const { currency } = programme;
      const facts = performanceFacts(history, { at, currency, joined: partner.createdAt });
      return Object.fromEntries(
        Object.entries(facts).map(([name, value]) => [
          name,
          name.startsWith('revenue') ? { amount: String(value), currency } : value,
        ]),
      );
    },
  };

/** Whether a tier is at least as high as the one that is asked for; one that is not known reaches nothing. */
function reaches({ tiers }: Pick<Programme, 'tiers'>, has: string, needs: string): boolean {
  const rank = (key: string) => tiers.find((tier) => tier.key === key)?.rank;
  const [own, asked] = [rank(has), rank(needs)];
  return own !== undefined && asked !== undefined && own >= asked;
}
