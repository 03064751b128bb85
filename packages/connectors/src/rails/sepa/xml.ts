/** An element as text; a child that is undefined is not there. Text is escaped, attributes too. */
export function element(
  name: string,
  content: string | readonly (XmlNode | undefined)[],
  attributes: Readonly<Record<string, string>> = {},
): XmlNode {
  return { name, content, attributes };
}

export interface XmlNode {
  name: string;
  content: string | readonly (XmlNode | undefined)[];
  attributes: Readonly<Record<string, string>>;
}

/** The document, indented by two blanks, with a line feed at the end of each line. */
export function xmlDocument(root: XmlNode): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${print(root, '')}`;
}

function print({ name, content, attributes }: XmlNode, indent: string): string {
  const open = `${indent}<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escape(value)}"`)
    .join('')}>`;
  if (typeof content === 'string') return `${open}${escape(content)}</${name}>\n`;
  const inside = content.flatMap((child) => (child ? [print(child, `${indent}  `)] : []));
  return `${open}\n${inside.join('')}${indent}</${name}>\n`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
