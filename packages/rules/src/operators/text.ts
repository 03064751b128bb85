import { isText } from '../types.js';
import { BOOLEAN, describe, STRING } from '../types.js';
import type { Type } from '../types.js';
import type { Checker } from '../check/checker.js';
import type { TypedNode } from '../check/typed.js';
import { arg, call } from './call.js';
import { STEP_CHARACTERS } from './charge.js';
import type { CallSite, Operator } from './operator.js';

/** `{"cat": [a, b]}`: texts, names, dates and whole numbers one after another. */
export const CAT: Operator = {
  name: 'cat',
  arity: [1, Infinity],
  class: 'portable',
  summary: 'The texts one after another.',
  faults: true,
  check(site, checker) {
    const args = site.args.map((each) => checker.node(each));
    const wrong = args.find((each) => !isText(each.type) && each.type.k !== 'integer' && each.type.k !== 'day');
    if (wrong) {
      return checker.refuse(
        wrong.pointer,
        'wrong_type',
        `Only texts, dates and whole numbers can be joined, but this is ${describe(wrong.type)}.`,
      );
    }
    return call(site, args, STRING);
  },
  compile(node, compiler) {
    const args = node.args.map((each) => compiler.fn(each));
    return () => {
      let text = '';
      for (const each of args) text += each() as string;
      compiler.charge(Math.floor(text.length / STEP_CHARACTERS));
      return text;
    };
  },
};

/** `{"substr": [text, start, length]}`; a negative start counts from the end, a negative length leaves so many off. */
export const SUBSTR: Operator = {
  name: 'substr',
  arity: [2, 3],
  class: 'portable',
  summary: 'A part of a text.',
  faults: true,
  check(site, checker) {
    const args = site.args.map((each) => checker.node(each));
    const wrong = args.find((each, i) =>
      i === 0 ? !isText(each.type) : each.type.k !== 'integer' && each.type.k !== 'any',
    );
    if (wrong) {
      return checker.refuse(
        wrong.pointer,
        'wrong_type',
        `"substr" takes a text and whole numbers, but this is ${describe(wrong.type)}.`,
      );
    }
    return call(site, args, STRING);
  },
  compile(node, compiler) {
    const [text, start, length] = node.args.map((each) => compiler.fn(each));
    if (!text || !start) throw new Error('"substr" has two values');
    return () => {
      const part = substring(text() as string, start() as number, length?.() as number | undefined);
      compiler.charge(Math.floor(part.length / STEP_CHARACTERS));
      return part;
    };
  },
};

function substring(text: string, start: number, length: number | undefined): string {
  const from = start < 0 ? Math.max(0, text.length + start) : start;
  if (length === undefined) return text.slice(from);
  const to = length < 0 ? text.length + length : from + length;
  return to <= from ? '' : text.slice(from, to);
}

type Test = (text: string, part: string) => boolean;

/** Extensions that test a text against a text, or against any of a list of texts. */
function textTest(name: string, summary: string, test: Test): Operator {
  return {
    name,
    arity: [2, 2],
    class: 'extended',
    summary,
    faults: true,
    check(site, checker) {
      const args = site.args.map((each) => checker.node(each));
      const [text, part] = [arg(args, 0), arg(args, 1)];
      const partType: Type = part.type.k === 'list' ? part.type.of : part.type;
      return [text.type, partType].every((type) => isText(type) || type.k === 'nothing') && text.type.k !== 'list'
        ? call(site, args, BOOLEAN)
        : refuseText(site, isText(text.type) ? part : text, checker);
    },
    compile(node, compiler) {
      const text = compiler.fn(arg(node.args, 0)) as () => string;
      const part = compiler.fn(arg(node.args, 1)) as () => string | readonly string[];
      return () => {
        const [value, wanted] = [text(), part()];
        const searched = typeof wanted === 'string' ? wanted.length : wanted.reduce((sum, one) => sum + one.length, 0);
        compiler.charge(Math.floor((value.length + searched) / STEP_CHARACTERS));
        return typeof wanted === 'string' ? test(value, wanted) : wanted.some((each) => test(value, each));
      };
    },
  };
}

function refuseText(site: CallSite, node: TypedNode, checker: Checker): TypedNode {
  return checker.refuse(node.pointer, 'wrong_type', `"${site.name}" needs texts, but this is ${describe(node.type)}.`);
}

export const STARTS_WITH = textTest('starts_with', 'Yes when the text begins so.', (text, part) =>
  text.startsWith(part),
);
export const ENDS_WITH = textTest('ends_with', 'Yes when the text ends so.', (text, part) => text.endsWith(part));
export const MATCHES_DOMAIN = textTest(
  'matches_domain',
  'Yes when an e-mail address or host belongs to the domain or one below it.',
  (text, domain) => {
    const host = hostOf(text);
    const wanted = hostOf(domain);
    return wanted !== '' && (host === wanted || host.endsWith(`.${wanted}`));
  },
);

/** The host of an e-mail address or of a plain host name, in lower case (ASCII) and without a closing dot. */
function hostOf(text: string): string {
  const host = text.slice(text.lastIndexOf('@') + 1).trim();
  return host.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).replace(/\.$/, '');
}
