import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { analysePage } from '../../src/page/analyse.js';
import { readHtml } from '../../src/page/read.js';

const rules = {
  url: 'https://nora.example/review',
  earningHosts: ['go.sluice.example', 'shop.example'],
  claims: ['guaranteed results', 'cures', 'risk-free', '100 % kostenlos'],
};
const link = '<a href="https://go.sluice.example/t/nora">the shop</a>';
const codes = (html: string) => analysePage(html, rules).findings.map(({ code }) => code);

const review = (top: string, bottom = '') => `<!doctype html>
<html lang="en"><head><title>Ad: review</title><meta name="description" content="I earn a commission"></head>
<body><header><nav><a href="/">Home</a> <a href="/about">About</a></nav></header>
<main><article><h1>Five months with the Kestrel kettle</h1>
${top}
<p>It boils a litre in <b>three</b> minutes &amp; keeps it warm. Get it from ${link}.</p>
${bottom}</article></main><footer>&copy; Nora</footer>
<script>var ad = "Anzeige"; document.write("<p>Ad:</p>")</script></body></html>`;

describe('the disclosure of a page', () => {
  it.each([
    ['an English sentence', '<p>This post contains affiliate links: I may earn a small commission.</p>', []],
    ['a sentence about the cost', '<p>At no extra cost to you we earn a commission.</p>', []],
    ['a label of its own', '<div class="label">Ad</div>', []],
    ['a label before a colon', '<p>Ad: this one was sent to me.</p>', []],
    ['a hashtag', '<p>My morning tea #ad</p>', []],
    ['a sponsored post', '<p><em>Sponsored post</em></p>', []],
    ['a German label in a block', '<div>Anzeige</div><p>Der Kessel im Test.</p>', []],
    ['a German sentence', '<p>F&uuml;r K&auml;ufe erhalte ich eine Provision.</p>', []],
    ['another German sentence', '<p>Mit * markierte Links sind Affiliate-Links.</p>', []],
    ['„enthält Werbung“', '<p>Dieser Beitrag enthält Werbung.</p>', []],
    ['nothing', '<p>I love it.</p>', ['page.disclosure_missing']],
    [
      'a word that only begins like it',
      '<p>Additional ads in Adelaide. Werbungskosten.</p>',
      ['page.disclosure_missing'],
    ],
    ['a denial', '<p>This is not an ad. I do not earn any commission.</p>', ['page.disclosure_missing']],
    ['a German denial', '<p>Dies ist keine bezahlte Werbung.</p>', ['page.disclosure_missing']],
    ['a comment', '<!-- contains affiliate links -->', ['page.disclosure_missing']],
    ['what nobody sees', '<p style="display: none">Contains affiliate links.</p>', ['page.disclosure_hidden']],
    ['what has no size', '<p style="font-size:0">Contains <b>affiliate</b> links.</p>', ['page.disclosure_hidden']],
    ['a hidden element', '<div hidden><p>I earn a commission.</p></div>', ['page.disclosure_hidden']],
  ])('%s', (_name, top, expected) => expect(codes(review(top))).toEqual(expected));

  it('must stand before the first link that earns', () => {
    const late = review('', '<p>Affiliate disclosure: I earn a commission.</p>');
    expect(analysePage(late, rules)).toMatchObject({
      disclosure: expect.stringContaining('Affiliate disclosure: I earn a commission.'),
      findings: [{ code: 'page.disclosure_late' }],
    });
  });

  it.each([
    ['a link elsewhere', '<a href="https://wiki.example/kettle">facts</a>'],
    ['a link of the page itself', '<a href="/kettle">facts</a>'],
    ['a mail address', '<a href="mailto:nora@nora.example">mail</a>'],
  ])('may stand after %s', (_name, before) =>
    expect(codes(`<p>${before}</p><p>I earn a commission.</p><p>${link}</p>`)).toEqual([]),
  );

  it.each([
    ['by its host', '<a href="//www.shop.example/x">x</a>'],
    ['by its own word', '<a rel="nofollow Sponsored" href="https://else.example">x</a>'],
    ['with an entity in its address', '<a href="https&#58;//go.sluice.example/t/n?a=1&amp;b=2">x</a>'],
  ])('knows a link that earns %s', (_name, anchor) =>
    expect(codes(`<p>${anchor}</p><p>I earn a commission.</p>`)).toEqual(['page.disclosure_late']),
  );
});

describe('prohibited claims', () => {
  const said = '<p>Ad: mine.</p>';
  it.each([
    ['as it is written', 'Guaranteed results for all.', ['page.claim']],
    ['across tags', 'guar<b>anteed</b> <i>results</i>', ['page.claim']],
    ['across a line', 'guaranteed<br>\n results', ['page.claim']],
    ['with letters that take no room', 'gua\u200branteed re\u00adsults', ['page.claim']],
    ['in wide letters', 'ｇｕａｒａｎｔｅｅｄ results', ['page.claim']],
    ['in German', 'Jetzt 100&nbsp;% kostenlos!', ['page.claim']],
    ['not within a word', 'It procures water.', []],
    ['not in two blocks', '</p><p>guaranteed</p><p>results</p><p>', []],
    ['not where nobody sees it', '<span hidden>guaranteed results</span>', []],
    ['two at once', 'It cures, risk-free.', ['page.claim', 'page.claim']],
  ])('%s', (_name, text, expected) => expect(codes(`${said}<p>${text}</p>`)).toEqual(expected));

  it('are shown with the words around them', () => {
    const { findings } = analysePage(`${said}<p>The tea cures &lt;everything&gt;.</p>`, rules);
    expect(findings[0]?.params).toEqual({ claim: 'cures', excerpt: 'Ad: mine. The tea cures <everything>.' });
  });
});

describe('hostile HTML', () => {
  it.each([
    ['an open tag', '<p>Ad: a</p><a href="'],
    ['an open comment', '<p>Ad: a</p><!-- <p>cures</p>'],
    ['an open script', '<p>Ad: a</p><script>if (a < b) cures'],
    ['loose brackets', '<p>Ad: a</p> 1 < 2 <> </> <3 <!x> <?php ?>'],
    ['quotes in attributes', '<p>Ad: a</p><p title="> cures">x</p>'],
    ['closing tags of nothing', '</div></div><p>Ad: a</p></p></p>'],
  ])('%s is read to its end', (_name, html) => expect(codes(html)).toEqual([]));

  it.each([
    ['tags', '<a '.repeat(300_000)],
    ['attributes', `<a ${'x='.repeat(300_000)}`],
    ['white space', `<a ${' '.repeat(500_000)}>`],
    ['open elements', '<div hidden>'.repeat(80_000)],
    ['entities', '&#'.repeat(400_000)],
    ['near disclosures', 'erhalte '.repeat(120_000)],
    ['labels', '\n ad'.repeat(200_000)],
    ['links', '<a href=x>'.repeat(90_000)],
  ])('a megabyte of %s takes no long time', (_name, html) => {
    const before = performance.now();
    analysePage(html, rules);
    expect(performance.now() - before).toBeLessThan(3_000);
  });

  it('whatever it is, no link begins beyond the text and nothing is thrown', () => {
    const piece = fc.constantFrom(
      '<a href=x>',
      '</a>',
      '<p hidden>',
      '</p>',
      '<',
      '>',
      '"',
      "'",
      '<!--',
      '-->',
      '&amp;',
      ' ad',
      '<br>',
      '=',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (pieces) => {
        const html = pieces.join('');
        const page = readHtml(html);
        for (const { at } of page.links) expect(at).toBeLessThanOrEqual(page.text.length);
        analysePage(html, rules);
      }),
    );
  });
});
