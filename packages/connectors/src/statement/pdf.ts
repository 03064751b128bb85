import PDFDocument from 'pdfkit';
import { formatMoney } from '@sluice/domain';
import type { DocumentLine, StatementDocument } from './document.js';
import type { FontName, Fonts } from './fonts.js';

const page = { width: 595.28, height: 841.89, margin: 48, foot: 40 };
const columns = { day: page.margin, what: 130, amount: 400, balance: 478, end: page.width - page.margin };
const ink = '#101418';
const soft = '#59636b';
const line = '#d5d9dd';

/**
 * A statement as PDF, A4. The same document gives the same bytes, so that a mail tried again is the same mail. Nothing in a
 * text can become a part of the file: pdfkit writes texts as glyphs.
 */
export function statementPdf(document: StatementDocument, fonts: Fonts): Promise<Buffer> {
  const { title, programme, locale, source } = document;
  const pdf = new PDFDocument({
    size: 'A4',
    margin: page.margin,
    bufferPages: true,
    font: '',
    lang: locale,
    displayTitle: true,
    info: { Title: `${title} · ${programme}`, Author: programme, CreationDate: source.createdAt, Producer: 'Sluice' },
  });
  pdf.registerFont('regular', fonts.bytes.regular);
  pdf.registerFont('bold', fonts.bytes.bold);
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
  new Sheet(pdf, fonts, document).draw();
  pdf.end();
  return done;
}

interface Style {
  font?: FontName;
  size?: number;
  colour?: string;
  align?: 'left' | 'right';
}

/** Writes from the top down and turns the page where the next row would not fit. */
class Sheet {
  private y = page.margin;
  private unwritable = false;

  constructor(
    private readonly pdf: PDFKit.PDFDocument,
    private readonly fonts: Fonts,
    private readonly document: StatementDocument,
  ) {}

  draw(): void {
    const { words, opening, closing, lines, totals, notes } = this.document;
    this.head();
    this.tableHead();
    this.edge(opening.label, opening.amount);
    for (const each of lines) this.row(each);
    this.edge(closing.label, closing.amount);
    if (totals.length > 1) {
      this.y += 14;
      this.room(20 + totals.length * 16, false);
      this.y += this.write(words.totals, columns.day, 300, { font: 'bold', size: 10 }) + 4;
      for (const { label, amount } of totals) {
        this.write(label, columns.day, 180, { size: 9 });
        this.y += this.write(amount, columns.what + 60, 120, { size: 9, align: 'right' }) + 4;
      }
    }
    this.invoice();
    for (const note of [...notes, words.kept]) this.note(note);
    if (this.unwritable) this.note(words.unwritable);
    this.feet();
  }

  private invoice(): void {
    const { invoice } = this.document;
    if (!invoice) return;
    this.y += 14;
    this.room(20 + invoice.rows.length * 16, false);
    this.y += this.write(invoice.title, columns.day, 400, { font: 'bold', size: 10 }) + 4;
    for (const { label, value, sum } of invoice.rows) {
      this.write(label, columns.day, 180, { size: 9 });
      const [x, width] = sum ? [columns.what + 60, 120] : [columns.what + 60, columns.end - columns.what - 60];
      this.y += this.write(value, x, width, { size: 9, align: sum ? 'right' : 'left' }) + 4;
    }
  }

  private head(): void {
    const { title, programme, from, to, facts, invoice } = this.document;
    this.y += this.write(programme, columns.day, 400, { colour: soft, size: 10 }) + 2;
    this.y += this.write(title, columns.day, 400, { font: 'bold', size: 18 }) + (invoice ? 2 : 14);
    if (invoice) this.y += this.write(invoice.title, columns.day, 400, { font: 'bold', size: 11 }) + 14;
    const top = this.y;
    let low = top;
    const block = (label: string, texts: string[], x: number): void => {
      this.y = top;
      this.y += this.write(label, x, 160, { colour: soft, size: 8 }) + 2;
      for (const text of texts) this.y += this.write(text, x, 164, { size: 8.5 }) + 1;
      low = Math.max(low, this.y);
    };
    block(to.label, to.lines, columns.day);
    block(from.label, from.lines, columns.day + 180);
    this.y = top;
    for (const { label, value } of facts) {
      this.y += this.write(label, columns.amount, columns.end - columns.amount, { colour: soft, size: 8 }) + 1;
      this.y += this.write(value, columns.amount, columns.end - columns.amount, { size: 9 }) + 4;
    }
    this.y = Math.max(low, this.y) + 18;
  }

  private tableHead(): void {
    const { words } = this.document;
    const style: Style = { colour: soft, size: 8 };
    this.write(words.date, columns.day, 80, style);
    this.write(words.what, columns.what, 200, style);
    this.write(words.amount, columns.amount, columns.balance - columns.amount - 4, { ...style, align: 'right' });
    this.y += this.write(words.balance, columns.balance, columns.end - columns.balance, { ...style, align: 'right' });
    this.rule();
  }

  private edge(label: string, amount: string): void {
    this.room(24);
    this.write(label, columns.what, 260, { font: 'bold', size: 9 });
    const width = columns.end - columns.amount;
    this.y += this.write(amount, columns.amount, width, { font: 'bold', size: 9, align: 'right' });
    this.rule();
  }

  private row({ day, kind, text, rule, sum, amount, balance }: DocumentLine): void {
    const { locale, words } = this.document;
    const width = columns.amount - columns.what - 12;
    const parts: [string, Style][] = [
      [kind, { font: 'bold', size: 9 }],
      [text, { size: 9 }],
      ...(rule ? [[`${words.rule} ${rule}`, { size: 8, colour: soft }] as [string, Style]] : []),
    ];
    const needed = parts.reduce((all, [each, style]) => all + this.height(each, width, style) + 1, sum.length * 12);
    this.room(Math.min(needed + 10, 400));
    this.write(day, columns.day, columns.what - columns.day - 6, { size: 8.5, colour: soft });
    this.write(amount, columns.amount, columns.balance - columns.amount - 4, {
      font: 'bold',
      size: 9,
      align: 'right',
    });
    this.write(formatMoney(balance, locale), columns.balance, columns.end - columns.balance, {
      size: 9,
      align: 'right',
    });
    for (const [each, style] of parts) this.y += this.write(each, columns.what, width, style) + 1;
    for (const { label, amount: part } of sum) {
      this.room(14);
      const used = this.write(label, columns.what, width - 80, { size: 8, colour: soft });
      this.write(part, columns.what + width - 80, 80, { size: 8, colour: soft, align: 'right' });
      this.y += used + 1;
    }
    this.rule();
  }

  private note(text: string): void {
    this.y += 8;
    this.room(24, false);
    this.y += this.write(text, columns.day, columns.end - columns.day, { size: 8, colour: soft });
  }

  private rule(): void {
    this.y += 4;
    this.pdf.moveTo(columns.day, this.y).lineTo(columns.end, this.y).lineWidth(0.5).strokeColor(line).stroke();
    this.y += 6;
  }

  /** Turns the page where so much would not fit; a table goes on under its head. */
  private room(height: number, inTable = true): void {
    if (this.y + height <= page.height - page.margin - page.foot) return;
    this.pdf.addPage();
    this.y = page.margin;
    if (inTable) this.tableHead();
  }

  private feet(): void {
    const { words, title, programme } = this.document;
    const { count } = this.pdf.bufferedPageRange();
    for (let index = 0; index < count; index += 1) {
      this.pdf.switchToPage(index);
      // Below the margin pdfkit would turn the page by itself.
      this.pdf.page.margins.bottom = 0;
      this.y = page.height - page.margin;
      this.write(`${programme} · ${title}`, columns.day, 300, { size: 8, colour: soft });
      this.write(words.page(index + 1, count), columns.amount, columns.end - columns.amount, {
        size: 8,
        colour: soft,
        align: 'right',
      });
    }
  }

  /** Writes at the present height; how high it is. */
  private write(text: string, x: number, width: number, style: Style): number {
    const shown = this.fonts.writable(text);
    if (shown !== text) this.unwritable = true;
    this.styled(style).fillColor(style.colour ?? ink);
    const height = this.pdf.heightOfString(shown, { width });
    this.pdf.text(shown, x, this.y, { width, align: style.align ?? 'left' });
    return height;
  }

  private height(text: string, width: number, style: Style): number {
    return this.styled(style).heightOfString(this.fonts.writable(text), { width });
  }

  private styled({ font = 'regular', size = 9 }: Style): PDFKit.PDFDocument {
    return this.pdf.font(font).fontSize(size);
  }
}
