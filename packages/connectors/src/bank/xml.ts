import { SaxesParser } from 'saxes';

/** An element without its prefix; `text` is what stands directly in it. */
export interface XmlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  text: string;
  children: XmlElement[];
}

const deepest = 40;
const mostElements = 400_000;

/**
 * Reads XML that somebody sent: no document type, so no entities but XML's own five and no outside files, not deeper than forty,
 * not more than 400,000 elements. Throws `XmlRefused` with the line.
 */
export function readXml(content: string): XmlElement {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const root: XmlElement = { name: '', attributes: {}, text: '', children: [] };
  const open: XmlElement[] = [root];
  let count = 0;
  const refuse = (message: string): never => {
    throw new XmlRefused(parser.line, message);
  };
  parser.on('error', (error) => refuse(error.message.replace(/^\d+:\d+: /, '')));
  parser.on('doctype', () => refuse('A document type is not taken.'));
  parser.on('opentag', ({ name, attributes }) => {
    count += 1;
    if (open.length > deepest) refuse('The elements are nested too deeply.');
    if (count > mostElements) refuse('The file has too many elements.');
    const child: XmlElement = {
      name: name.slice(name.indexOf(':') + 1),
      attributes: { ...attributes },
      text: '',
      children: [],
    };
    open.at(-1)!.children.push(child);
    open.push(child);
  });
  parser.on('text', (text) => {
    open.at(-1)!.text += text;
  });
  parser.on('cdata', (text) => {
    open.at(-1)!.text += text;
  });
  parser.on('closetag', () => void open.pop());
  parser.write(content.startsWith('\ufeff') ? content.slice(1) : content).close();
  return root.children[0] ?? refuse('The file is empty.');
}

export class XmlRefused extends Error {
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
    this.name = 'XmlRefused';
  }
}

/** The first element at a path of names (`BookgDt/Dt`), or undefined. */
export function find(element: XmlElement | undefined, path: string): XmlElement | undefined {
  let found = element;
  for (const name of path.split('/')) found = found?.children.find((child) => child.name === name);
  return found;
}

/** The trimmed text at the first of these paths that has one. */
export function textAt(element: XmlElement | undefined, ...paths: string[]): string | undefined {
  for (const path of paths) {
    const text = find(element, path)?.text.trim();
    if (text) return text;
  }
  return undefined;
}

export function all(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}
