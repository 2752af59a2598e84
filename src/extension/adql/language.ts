import * as vscode from 'vscode';
import { callAt } from '../../core/adql/call';
import type { Completion } from '../../core/adql/complete';
import { statementsOf } from '../../core/adql/statements';
import type { TapEntry } from '../searches/archive-services';
import { escapeMarkdown } from '../views/display';
import type { AdqlDocuments } from './documents';
import { hoverAt } from './hover-of';
import { ADQL_LANGUAGE } from './ids';
import { serviceLine } from './service-of';
import type { ServiceTables } from './service-tables';

/** How long what is being typed waits for what the service says, milliseconds. */
const PATIENCE_MS = 2500;

const KINDS: Readonly<Record<Completion['kind'], vscode.CompletionItemKind>> = {
  keyword: vscode.CompletionItemKind.Keyword,
  function: vscode.CompletionItemKind.Function,
  schema: vscode.CompletionItemKind.Module,
  table: vscode.CompletionItemKind.Class,
  column: vscode.CompletionItemKind.Field,
  alias: vscode.CompletionItemKind.Variable,
  type: vscode.CompletionItemKind.TypeParameter,
};
/** After these a name is expected; after other blanks nothing is offered unasked. */
const BEFORE_NAMES = /(\b(select|from|join|where|and|or|on|by|distinct)|[,=<>])\s$/i;
/** Columns and aliases before functions and keywords. */
const ORDER: readonly Completion['kind'][] = [
  ...(['alias', 'column', 'table', 'schema', 'type', 'function', 'keyword'] as const),
];

export interface LanguageNeeds {
  readonly documents: AdqlDocuments;
  tablesOf(entry: TapEntry): ServiceTables;
}

/** Completion, hover, help with arguments and the lenses over queries. */
export function registerLanguage(needs: LanguageNeeds): vscode.Disposable {
  const selector: vscode.DocumentSelector = { language: ADQL_LANGUAGE };
  const { languages } = vscode;
  return vscode.Disposable.from(
    languages.registerCompletionItemProvider(
      selector,
      { provideCompletionItems: (...at) => complete(needs, ...at) },
      ...['.', '"', ' ', ':'],
    ),
    languages.registerHoverProvider(selector, {
      provideHover: (document, position) => hover(needs, document, position),
    }),
    languages.registerSignatureHelpProvider(
      selector,
      { provideSignatureHelp: (document, position) => signatures(needs, document, position) },
      ...['(', ','],
    ),
    languages.registerCodeLensProvider(selector, {
      onDidChangeCodeLenses: needs.documents.onDidChangeService,
      provideCodeLenses: (document) => lenses(needs, document),
    }),
  );
}

function knownTables(
  { documents, tablesOf }: LanguageNeeds,
  document: vscode.TextDocument,
): ServiceTables | undefined {
  const found = documents.of(document);
  return found.kind === 'known' ? tablesOf(found.entry) : undefined;
}

async function complete(
  needs: LanguageNeeds,
  document: vscode.TextDocument,
  position: vscode.Position,
  token: vscode.CancellationToken,
  { triggerCharacter }: vscode.CompletionContext,
): Promise<vscode.CompletionList | undefined> {
  const text = document.getText();
  const offset = document.offsetAt(position);
  const line = serviceLine(text);
  if (line !== undefined && offset >= line.from && offset <= line.to) {
    return serviceItems(needs, document, line);
  }
  const known = knownTables(needs, document);
  const isUnasked = triggerCharacter === ' ' && !BEFORE_NAMES.test(text.slice(0, offset));
  if (known === undefined || triggerCharacter === ':' || isUnasked) {
    return undefined;
  }
  const end = Date.now() + PATIENCE_MS;
  const found = await known.completions(text, offset, (work) =>
    doneInTime(work, end - Date.now(), token),
  );
  if (token.isCancellationRequested) {
    return undefined;
  }
  // Only names are offered unasked.
  const items = found.items.filter(
    ({ kind }) => triggerCharacter !== ' ' || !['keyword', 'function'].includes(kind),
  );
  const range = new vscode.Range(document.positionAt(found.from), document.positionAt(found.to));
  return new vscode.CompletionList(
    items.map((item, at) => completionItem(item, at, range, position)),
    found.more || found.pending,
  );
}

function completionItem(
  { kind, label, insert, detail, description }: Completion,
  at: number,
  range: vscode.Range,
  position: vscode.Position,
): vscode.CompletionItem {
  const item = new vscode.CompletionItem(
    { label, ...(detail === undefined ? {} : { description: detail }) },
    KINDS[kind],
  );
  item.insertText = insert;
  // Typed with a quote or without, it is what is shown that must fit.
  item.filterText = range.isEmpty ? label : insert.startsWith('"') ? `"${label}` : label;
  item.range = { inserting: range.with(undefined, position), replacing: range };
  item.sortText = `${ORDER.indexOf(kind)}${String(at).padStart(5, '0')}`;
  if (description !== undefined) {
    item.documentation = new vscode.MarkdownString(paragraphs(description));
  }
  if (kind === 'function') {
    item.insertText = `${insert}(`;
    item.command = { command: 'editor.action.triggerParameterHints', title: '' };
  }
  return item;
}

function serviceItems(
  { documents }: LanguageNeeds,
  document: vscode.TextDocument,
  { from, to }: { readonly from: number; readonly to: number },
): vscode.CompletionList {
  const range = new vscode.Range(document.positionAt(from), document.positionAt(to));
  return new vscode.CompletionList(
    documents.services().map(({ service: { id, label, address } }) => {
      const item = new vscode.CompletionItem(
        { label: id, description: label },
        vscode.CompletionItemKind.Value,
      );
      item.detail = address;
      item.range = range;
      return item;
    }),
  );
}

function hover(
  needs: LanguageNeeds,
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.Hover | undefined {
  const known = knownTables(needs, document);
  const found = known && hoverAt(document.getText(), document.offsetAt(position), known.catalog);
  if (found === undefined) {
    return undefined;
  }
  const text = new vscode.MarkdownString().appendCodeblock(found.code, ADQL_LANGUAGE);
  if (found.description !== undefined) {
    text.appendMarkdown(paragraphs(found.description));
  }
  return new vscode.Hover(
    text,
    new vscode.Range(document.positionAt(found.from), document.positionAt(found.to)),
  );
}

function signatures(
  needs: LanguageNeeds,
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.SignatureHelp | undefined {
  const known = knownTables(needs, document);
  const call = known && callAt(document.getText(), document.offsetAt(position), known.catalog);
  if (call === undefined) {
    return undefined;
  }
  const { definition, argument } = call;
  const help = new vscode.SignatureHelp();
  help.signatures = definition.signatures.map((label) => {
    const made = new vscode.SignatureInformation(
      label,
      new vscode.MarkdownString(paragraphs(definition.description)),
    );
    made.parameters = parametersOf(label).map((range) => new vscode.ParameterInformation(range));
    return made;
  });
  // The first that has as many arguments as are written.
  const fitting = help.signatures.findIndex(({ parameters }) => parameters.length > argument);
  help.activeSignature = Math.max(0, fitting);
  help.activeParameter = argument;
  return help;
}

/** Where the arguments stand in `CIRCLE(point, radius)`. */
function parametersOf(label: string): [from: number, to: number][] {
  const open = label.indexOf('(');
  const close = label.lastIndexOf(')');
  if (open < 0 || close <= open + 1) {
    return [];
  }
  let at = open + 1;
  return label
    .slice(at, close)
    .split(',')
    .map((part) => {
      const from = at + (part.length - part.trimStart().length);
      at += part.length + 1;
      return [from, from + part.trim().length];
    });
}

function lenses({ documents }: LanguageNeeds, document: vscode.TextDocument): vscode.CodeLens[] {
  const found = documents.of(document);
  const { l10n } = vscode;
  const who = found.kind === 'known' ? found.entry.service.label : undefined;
  return statementsOf(document.getText()).flatMap(({ from }) => {
    const place = new vscode.Range(document.positionAt(from), document.positionAt(from));
    const lens = (title: string, command: string): vscode.CodeLens =>
      new vscode.CodeLens(place, { title, command, arguments: [document.uri, from] });
    return [
      lens(
        who === undefined ? l10n.t('$(play) Run…') : l10n.t('$(play) Run at {0}', who),
        'skybucket.adql.run',
      ),
      lens(l10n.t('Run as Job'), 'skybucket.adql.runAsJob'),
      lens(l10n.t('Copy as Python'), 'skybucket.adql.copyPython'),
    ];
  });
}

/** What a service says, as Markdown that shows it as it stands. */
function paragraphs(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map(escapeMarkdown)
    .join('\n\n');
}

/** Whether some work is done before time is over; it goes on in any case. */
function doneInTime(
  work: Promise<void>,
  milliseconds: number,
  token: vscode.CancellationToken,
): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (done: boolean): void => {
      clearTimeout(timer);
      cancelled.dispose();
      resolve(done);
    };
    const timer = setTimeout(() => finish(false), Math.max(0, milliseconds));
    const cancelled = token.onCancellationRequested(() => finish(false));
    void work.then(
      () => finish(true),
      () => finish(true),
    );
  });
}
