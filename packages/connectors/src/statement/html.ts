import { formatMoney } from '@sluice/domain';
import type { DocumentLine, InvoiceBlock, StatementDocument } from './document.js';

/** A statement as one file without scripts, pictures or addresses: on a phone, on paper, in the dark. All texts are escaped. */
export function statementHtml(document: StatementDocument): string {
  const { locale, words, title, programme, from, to, facts, opening, lines, closing, totals, notes } = document;
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(`${title} · ${programme}`)}</title>
<style>${style}</style>
</head>
<body>
<main>
<header>
<p class="programme"><bdi>${escaped(programme)}</bdi></p>
<h1>${escaped(title)}</h1>${document.invoice ? `\n<p class="invoice">${escaped(document.invoice.title)}</p>` : ''}
<div class="heads">
${[from, to].map(({ label, lines: each }) => `<address><b>${escaped(label)}</b>${each.map(addressLine).join('')}</address>`).join('\n')}
<dl>${facts.map(({ label, value }) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>
</div>
</header>
<table>
<thead><tr><th scope="col">${escaped(words.date)}</th><th scope="col">${escaped(words.what)}</th><th scope="col" class="r">${escaped(words.amount)}</th><th scope="col" class="r b">${escaped(words.balance)}</th></tr></thead>
<tbody>
<tr class="edge"><td></td><th scope="row">${escaped(opening.label)}</th><td></td><td class="r b">${escaped(opening.amount)}</td></tr>
${lines.map((line) => row(line, document)).join('\n')}
<tr class="edge"><td></td><th scope="row">${escaped(closing.label)}</th><td></td><td class="r b">${escaped(closing.amount)}</td></tr>
</tbody>
</table>
${
  totals.length > 1
    ? `<h2>${escaped(words.totals)}</h2><table class="totals"><tbody>${totals
        .map(
          ({ label, amount }) => `<tr><th scope="row">${escaped(label)}</th><td class="r">${escaped(amount)}</td></tr>`,
        )
        .join('')}</tbody></table>`
    : ''
}
${document.invoice ? invoiceTable(document.invoice) : ''}
${[...notes, words.kept].map((note) => `<p class="note"><bdi>${escaped(note)}</bdi></p>`).join('\n')}
</main>
</body>
</html>
`;
}

function row({ day, kind, text, rule, sum, amount, balance }: DocumentLine, { locale, words }: StatementDocument) {
  const sums = sum.length
    ? `<ul>${sum.map(({ label, amount: part }) => `<li><span><bdi>${escaped(label)}</bdi></span><span>${escaped(part)}</span></li>`).join('')}</ul>`
    : '';
  const by = rule ? `<p class="rule">${escaped(words.rule)} <bdi>${escaped(rule)}</bdi></p>` : '';
  return `<tr><td class="day">${escaped(day)}</td><td><b>${escaped(kind)}</b><p><bdi>${escaped(text)}</bdi></p>${by}${sums}</td><td class="r">${escaped(amount)}</td><td class="r b">${escaped(formatMoney(balance, locale))}</td></tr>`;
}

function invoiceTable({ title, rows }: InvoiceBlock): string {
  const each = rows.map(
    ({ label, value, sum }) =>
      `<tr><th scope="row">${escaped(label)}</th><td${sum ? ' class="r"' : ''}><bdi>${escaped(value)}</bdi></td></tr>`,
  );
  return `<h2>${escaped(title)}</h2><table class="totals wide"><tbody>${each.join('')}</tbody></table>`;
}

function addressLine(text: string): string {
  return `<span><bdi>${escaped(text)}</bdi></span>`;
}

function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

const style = `
:root{color-scheme:light dark;--line:#d5d9dd;--soft:#59636b}
@media (prefers-color-scheme:dark){:root{--line:#3a4248;--soft:#a4afb7}}
*{box-sizing:border-box}body{margin:0;font:14px/1.45 Inter,system-ui,-apple-system,'Segoe UI',sans-serif}
main{max-width:800px;margin:0 auto;padding:32px 16px}.programme{margin:0;color:var(--soft);font-weight:500}
h1{font-size:26px;line-height:32px;margin:4px 0 20px;font-weight:600}h2{font-size:14px;margin:24px 0 8px;font-weight:600}
.heads{display:flex;flex-wrap:wrap;gap:24px 48px;margin-bottom:24px}address{font-style:normal}address span,address b{display:block;overflow-wrap:anywhere}
address b,dt{font-size:12px;font-weight:500;color:var(--soft)}dl{margin:0;display:grid;grid-template-columns:auto auto;gap:2px 16px;align-content:start}dd{margin:0}
table{width:100%;border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:8px 12px 8px 0;border-bottom:1px solid var(--line)}
thead th{font-size:12px;font-weight:500;color:var(--soft)}.r{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums;padding-right:0;padding-left:12px}
td p{margin:2px 0;overflow-wrap:anywhere}.rule,.note,td ul{color:var(--soft);font-size:12px}td.r{font-weight:600}td.b{font-weight:400}
td ul{list-style:none;margin:4px 0;padding:0}td li{display:flex;justify-content:space-between;gap:16px;font-variant-numeric:tabular-nums}
.edge th,.edge td{font-weight:600}.totals{max-width:360px}.totals th{font-weight:400}.wide{max-width:560px}.invoice{margin:-16px 0 20px;font-weight:600}.day{white-space:nowrap}
@media (max-width:560px){.b{display:none}.edge .b{display:table-cell}.edge td:nth-child(3){display:none}.day{font-size:12px}}
@media print{main{padding:0;max-width:none}tr{break-inside:avoid}}
`;
