import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import {
  Annotation,
  Compartment,
  EditorState,
  StateEffect,
  StateField,
  type ChangeSet,
  type Text,
} from '@codemirror/state';
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  type DecorationSet,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { editBetween, type TextEdit } from '@sluice/rules/edit/splice';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Chip } from '../../../parts/basics.js';
import { useFindingWords, useFixWords } from '../cases/words.js';
import { useEditor } from '../editor/context.js';
import { useLocale } from '../table/useTable.js';
import { format } from './format.js';
import { completing, hovering, type Known } from './language.js';
import { branchAround, innermost, rangeOf, type Range } from './places.js';

/** A change that came from elsewhere: another view, undo, a fix. */
const fromOutside = Annotation.define<boolean>();
const showRange = StateEffect.define<Range | null>();

const chosen = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(showRange)) continue;
      const range = effect.value;
      if (!range || range.to > transaction.newDoc.length || range.from >= range.to) return Decoration.none;
      return Decoration.set([Decoration.mark({ class: 'json-chosen' }).range(range.from, range.to)]);
    }
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent-text)' },
  { tag: tags.string, color: 'var(--text)' },
  { tag: tags.number, color: 'var(--c-time)' },
  { tag: [tags.bool, tags.null], color: 'var(--c-people)' },
  { tag: [tags.separator, tags.squareBracket, tags.brace], color: 'var(--text-3)' },
]);

/** Letters typed within this time are one undo step. */
const PAUSE = 900;

/** The rule as its text: always editable, also while it is broken, in the same log as every other view. */
export default function RuleJson() {
  const { t } = useTranslation();
  const editor = useEditor();
  const locale = useLocale();
  const words = useFindingWords();
  const fixWords = useFixWords();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const [locked] = useState(() => new Compartment());
  const [at, setAt] = useState('');
  const typing = useRef({ step: 0, last: 0 });
  const known: Known = { schema: editor.schema, shape: editor.shape, document: editor.document, locale, t };
  // What the editor's own listeners read: they are made once.
  const latest = useRef({ editor, known });
  useEffect(() => {
    latest.current = { editor, known };
  });

  useEffect(() => {
    if (!host.current) return;
    const moved = (state: EditorState): void => {
      const now = latest.current.editor;
      if (!now.document || now.text !== state.doc.toString()) return;
      const { pointer } = innermost(now.document, state.selection.main.head);
      setAt(pointer);
      const wanted = branchAround(pointer, now.list);
      if (wanted !== undefined && wanted !== now.selected) now.select(wanted);
    };
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.editor.text,
        extensions: [
          // Other line ends stay part of their line, so that no byte of the text is lost.
          EditorState.lineSeparator.of('\n'),
          lineNumbers(),
          highlightActiveLineGutter(),
          highlightActiveLine(),
          foldGutter(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          json(),
          syntaxHighlighting(colours),
          lintGutter(),
          chosen,
          autocompletion({ override: [completing(() => latest.current.known)], icons: false }),
          hovering(() => latest.current.known),
          keymap.of([
            ...closeBracketsKeymap,
            ...defaultKeymap.filter(({ key }) => key !== 'Alt-ArrowUp' && key !== 'Alt-ArrowDown'),
            ...foldKeymap,
            ...completionKeymap,
            ...lintKeymap,
          ]),
          locked.of(EditorState.readOnly.of(latest.current.editor.readOnly)),
          EditorView.contentAttributes.of({ 'aria-label': t('The rule as JSON'), tabindex: '0' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && !update.transactions.some((each) => each.annotation(fromOutside))) {
              const clock = Date.now();
              if (clock - typing.current.last > PAUSE) typing.current.step++;
              typing.current.last = clock;
              const step = `json ${String(typing.current.step)}`;
              latest.current.editor.edit(editOf(update.changes, update.startState.doc), t('Edit the text'), step);
            } else if (update.selectionSet && update.view.hasFocus) moved(update.state);
          }),
        ],
      }),
    });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
  }, [locked, t]);

  // What another view, an undo or a fix has changed.
  useEffect(() => {
    const now = view.current;
    if (!now) return;
    const changes = editBetween(now.state.doc.toString(), editor.text).map(({ at: from, removed, inserted }) => ({
      from,
      to: from + removed.length,
      insert: inserted,
    }));
    if (changes.length > 0) now.dispatch({ changes, annotations: fromOutside.of(true) });
  }, [editor.text]);

  useEffect(() => {
    view.current?.dispatch({ effects: locked.reconfigure(EditorState.readOnly.of(editor.readOnly)) });
  }, [editor.readOnly, locked]);

  const { selected, document } = editor;
  const parses = document !== null && editor.syntaxError === null;
  useEffect(() => {
    const now = view.current;
    if (!now || !document || !parses) return;
    const range = selected === null ? null : (rangeOf(document, selected) ?? null);
    const effects: StateEffect<unknown>[] = [showRange.of(range)];
    if (range && !now.hasFocus && range.to <= now.state.doc.length) {
      effects.push(EditorView.scrollIntoView(range.from, { y: 'center' }));
    }
    now.dispatch({ effects });
  }, [selected, document, parses]);

  const diagnostics = useMemo((): Diagnostic[] => {
    const { syntaxError, analysis, text, edit, readOnly } = editor;
    if (syntaxError) {
      const from = Math.min(syntaxError.offset, text.length);
      return [
        {
          from,
          to: Math.min(from + 1, text.length),
          severity: 'error',
          message: syntaxError.message,
          source: syntaxError.code,
        },
      ];
    }
    if (!document) return [];
    return (analysis?.findings ?? []).flatMap((finding): Diagnostic[] => {
      const range = finding.code === 'no_case' ? undefined : rangeOf(document, finding.pointer);
      if (!range || range.to > text.length) return [];
      return [
        {
          ...range,
          severity: finding.severity,
          message: words(finding),
          source: finding.pointer || '/',
          actions: readOnly
            ? []
            : finding.fixes.slice(0, 3).map((fix) => ({
                name: fixWords(fix),
                apply: () => edit(fix.edit, fixWords(fix)),
              })),
        },
      ];
    });
  }, [editor, document, words, fixWords]);

  useEffect(() => {
    const now = view.current;
    if (!now || now.state.doc.toString() !== editor.text) return;
    now.dispatch(setDiagnostics(now.state, diagnostics));
  }, [diagnostics, editor.text]);

  const tidy = (): void => {
    if (!document || !parses) return;
    editor.edit(editBetween(editor.text, format(document)), t('Lay out the text'));
  };

  return (
    <section className="jv" aria-label={t('JSON')}>
      <div className="tbar">
        <span className="mono t11 sub ell grow" title={at}>
          {at || '/'}
        </span>
        {editor.syntaxError ? (
          <Chip tone="bad" icon="x">
            {t('line {{line}}, column {{column}}', {
              line: editor.syntaxError.line,
              column: editor.syntaxError.column,
            })}
          </Chip>
        ) : (
          editor.analysis?.class && <Chip tone="line">{t(editor.analysis.class)}</Chip>
        )}
        <Button size="sm" disabled={!parses || editor.readOnly} onClick={tidy}>
          {t('Lay out')}
        </Button>
      </div>
      {editor.syntaxError && (
        <p className="dt-stale" role="status">
          {editor.syntaxError.message}.{' '}
          {t('The other views show the rule as it was; this text is kept as you write it.')}
        </p>
      )}
      <div className="jv-text" ref={host} />
    </section>
  );
}

/** The changes as splices, each on the text that the one before has left. */
function editOf(changes: ChangeSet, before: Text): TextEdit {
  const splices: { at: number; removed: string; inserted: string }[] = [];
  changes.iterChanges((fromA, toA, fromB, _, inserted) => {
    splices.push({ at: fromB, removed: before.sliceString(fromA, toA, '\n'), inserted: inserted.toString() });
  });
  return splices;
}
