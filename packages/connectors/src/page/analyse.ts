import type { ExplanationPart } from '@sluice/domain';
import { readHtml, type ReadPage } from './read.js';

export interface PageRules {
  /** Where the page is, for links that are relative to it. */
  url: string;
  /** Hosts whose links earn: those that count clicks, and the programme's own. */
  earningHosts: readonly string[];
  /** Phrases that must not be claimed. */
  claims: readonly string[];
}

export interface PageReport {
  /** `page.disclosure_missing`, `page.disclosure_late`, `page.disclosure_hidden`, `page.claim`; none where all is in order. */
  findings: ExplanationPart[];
  /** The disclosure as it stands on the page. */
  disclosure?: string;
}

/**
 * Phrases by which a page says that it earns, in English and German. What they must make clear: FTC 16 CFR 255.5 and its
 * Endorsement Guides (clear, near the claim, before the link), ASA/CAP "Recognising ads", § 5a (4) UWG and § 6 DDG.
 */
const disclosures: readonly RegExp[] = [
  /#(?:ad|sponsored|werbung|anzeige)\b/g,
  /[([]\s?(?:ad|anzeige|werbung)\s?[)\]]/g,
  // A label: a line of its own, or before a colon or a dash.
  /^[^\p{L}\n]*(?:ad|advert|advertisement|advertorial|anzeige|werbung)(?=[^\p{L}\p{N}\n]*$| ?[:|–—*•])/gmu,
  /\b(?:paid|sponsored) (?:promotion|partnership|post|content|link|links|by)\b/g,
  /\b(?:earn|receive|get|paid|make) (?:\w+ ){0,3}commissions?\b/g,
  /\baffiliate (?:links?|partners?|disclosure|commissions?|programmes?|programs?)\b/g,
  /\badvertising disclosure\b/g,
  /\bprovisions-?links?\b/g,
  /\b(?:affiliate|partner|werbe)-?links?\b/g,
  /\b(?:erhalte|bekomme|verdiene|erhalten|bekommen|verdienen)\b[^.!?]{0,60}\bprovision(?:en)?\b/g,
  /\bprovision\b[^.!?]{0,40}\b(?:erhalte|bekomme|verdiene)n?\b/g,
  /\b(?:bezahlte (?:partnerschaft|werbung)|enth(?:ä|ae)lt werbung|gesponsert(?:er|e)?)\b/g,
];

/** Words that turn a disclosure into its opposite: "this is not an ad", "no commission". */
const denial =
  /\b(?:not|no(?! (?:extra |additional )?costs?\b)|never|without|don['’]t|doesn['’]t|kein|keine|keinen|keinerlei|nicht|ohne)(?: \w+){0,4} ?$/;

/** What a page says of its earning, and which prohibited claims it makes. */
export function analysePage(html: string, rules: PageRules): PageReport {
  const page = readHtml(html);
  const { text, from } = fold(page.text);
  const shown = firstDisclosure(text);
  const link = firstEarningLink(page, rules);
  const report = disclosureOf(page, shown && { at: from[shown.at] ?? 0, end: from[shown.end - 1] ?? 0 }, link);
  const claims = rules.claims.flatMap((claim) => claimIn(page, text, from, claim));
  return { ...report, findings: [...report.findings, ...claims] };
}

function disclosureOf(
  page: ReadPage,
  shown: { at: number; end: number } | undefined,
  link: number | undefined,
): PageReport {
  if (!shown) {
    const hidden = fold(page.hidden);
    const unseen = firstDisclosure(hidden.text);
    if (!unseen) return { findings: [{ code: 'page.disclosure_missing', params: {} }] };
    const excerpt = around(page.hidden, hidden.from[unseen.at] ?? 0, hidden.from[unseen.end - 1] ?? 0);
    return { findings: [{ code: 'page.disclosure_hidden', params: { excerpt } }] };
  }
  const disclosure = around(page.text, shown.at, shown.end);
  const late = link !== undefined && shown.at > link;
  return {
    disclosure,
    findings: late ? [{ code: 'page.disclosure_late', params: { excerpt: disclosure } }] : [],
  };
}

function firstDisclosure(text: string): { at: number; end: number } | undefined {
  let first: { at: number; end: number } | undefined;
  for (const phrase of disclosures)
    for (const found of text.matchAll(phrase)) {
      if (first && found.index >= first.at) break;
      if (denial.test(text.slice(Math.max(0, found.index - 40), found.index))) continue;
      first = { at: found.index, end: found.index + found[0].length };
      break;
    }
  return first;
}

/** Where the first link that earns begins: one to a host that counts, or one that says so itself (`rel="sponsored"`). */
function firstEarningLink({ links }: ReadPage, { url, earningHosts }: PageRules): number | undefined {
  const own = new Set(earningHosts.map((host) => host.toLowerCase()));
  return links.find(({ href, rel }) => {
    if (/(?:^|\s)sponsored(?:\s|$)/i.test(rel)) return true;
    if (!URL.canParse(href, url)) return false;
    const { host, hostname, protocol } = new URL(href, url);
    if (!/^https?:$/.test(protocol) || hostname === new URL(url).hostname) return false;
    return own.has(host) || [...own].some((one) => hostname === one || hostname.endsWith(`.${one}`));
  })?.at;
}

/** The first place where a claim is made, as whole words. */
function claimIn(page: ReadPage, text: string, from: readonly number[], claim: string): ExplanationPart[] {
  const sought = fold(claim).text.trim();
  if (sought === '') return [];
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + 1)) {
    const end = at + sought.length;
    if (isWord(text[at - 1]) && isWord(sought[0])) continue;
    if (isWord(text[end]) && isWord(sought.at(-1))) continue;
    return [{ code: 'page.claim', params: { claim, excerpt: around(page.text, from[at] ?? 0, from[end - 1] ?? 0) } }];
  }
  return [];
}

function isWord(letter: string | undefined): boolean {
  return letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
}

/** Text as it is compared: compatibility forms drawn together, small, without what takes no room; and where each letter came from. */
function fold(text: string): { text: string; from: number[] } {
  const letters: string[] = [];
  const from: number[] = [];
  let at = 0;
  for (const letter of text) {
    const folded = letter
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g, '');
    const space = /^\s+$/.test(folded);
    const last = letters.at(-1);
    if (letter === '\n' && last === ' ') letters[letters.length - 1] = '\n';
    else if (folded !== '' && !(space && (last === ' ' || last === '\n')))
      for (const unit of letter === '\n' ? '\n' : space ? ' ' : folded.split('')) {
        letters.push(unit);
        from.push(at);
      }
    at += letter.length;
  }
  return { text: letters.join(''), from };
}

/** The words around a place, to show what was meant. */
function around(text: string, at: number, end: number): string {
  const before = Math.max(0, at - 60);
  const after = Math.min(text.length, end + 61);
  const words = text.slice(before, after).replace(/\s+/g, ' ').trim();
  return `${before > 0 ? '…' : ''}${words}${after < text.length ? '…' : ''}`;
}
