import * as vscode from 'vscode';
import { type Statement, statementAt } from '../../core/adql/statements';
import { SkybucketError } from '../../core/errors';
import type { TapEntry } from '../searches/archive-services';
import { ADQL_CONTEXT, ADQL_LANGUAGE } from './ids';
import { rowLimitOf } from './row-limit';
import { namingService, serviceOf, type ServiceOf } from './service-of';

const LAST_SERVICE = 'skybucket.adql.service';

/** A query in an editor. */
export interface QueryAt {
  readonly document: vscode.TextDocument;
  readonly statement: Statement;
  /** MAXREC, as a comment of the document has it. */
  readonly mostRows: number | undefined;
}

/** ADQL documents, and who is asked by them. */
export class AdqlDocuments implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** Another service is asked, by the active document or by all that name none. */
  readonly onDidChangeService = this.changed.event;

  constructor(
    private readonly memory: vscode.Memento,
    /** Who can be asked, as the settings have it now. */
    readonly services: () => readonly TapEntry[],
  ) {}

  of(document: vscode.TextDocument): ServiceOf {
    return serviceOf(document.getText(), this.services(), this.last);
  }

  /** The service of the active document, else the one that was asked last. */
  get current(): TapEntry | undefined {
    const document = activeAdql()?.document;
    const found = document && this.of(document);
    return found?.kind === 'known'
      ? found.entry
      : this.services().find(({ service }) => service.id === this.last);
  }

  /** Whom to ask: as the document says, else as the user says now; undefined where they say nothing. */
  async serviceFor(document: vscode.TextDocument): Promise<TapEntry | undefined> {
    const found = this.of(document);
    switch (found.kind) {
      case 'known':
        await this.remember(found.entry);
        return found.entry;
      case 'none':
        return this.choose(document);
      case 'unknown':
        throw new SkybucketError(
          'bad-address',
          `“${found.line.words}” is none of the services that are known.`,
          {
            hint: 'Choose another one, or add it to the setting skybucket.archives.services: addresses in documents are not followed by themselves.',
          },
        );
    }
  }

  /** Asks who is to be asked; writes it into the document, where there is one. */
  async choose(document?: vscode.TextDocument): Promise<TapEntry | undefined> {
    const current = document && this.of(document);
    const items = this.services().map((entry) => {
      const { label, address } = entry.service;
      const isCurrent = current?.kind === 'known' && current.entry === entry;
      return {
        label,
        description: address,
        detail: entry.notes.join(' '),
        iconPath: new vscode.ThemeIcon(isCurrent ? 'check' : 'database'),
        entry,
      };
    });
    const picked = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Which service should answer?'),
      placeHolder: vscode.l10n.t(
        'TAP services; more can be added by the setting skybucket.archives.services',
      ),
      matchOnDescription: true,
    });
    if (picked === undefined) {
      return undefined;
    }
    const { entry } = picked;
    if (document !== undefined) {
      await name(document, entry);
    }
    await this.remember(entry);
    return entry;
  }

  /** Opens a document with a query; the cursor stands at its end. */
  async open(text: string): Promise<vscode.TextEditor> {
    const document = await vscode.workspace.openTextDocument({
      language: ADQL_LANGUAGE,
      content: text,
    });
    const end = document.positionAt(text.length);
    // Set later, what is typed at once would stand at the beginning.
    return vscode.window.showTextDocument(document, { selection: new vscode.Range(end, end) });
  }

  /** Tells that there are ADQL documents or jobs, so that their views are of use. */
  use(): void {
    void vscode.commands.executeCommand('setContext', ADQL_CONTEXT, true);
  }

  dispose(): void {
    this.changed.dispose();
  }

  /** Documents that name nobody ask whoever was asked last. */
  async remember({ service }: TapEntry): Promise<void> {
    if (service.id !== this.last) {
      await this.memory.update(LAST_SERVICE, service.id);
      this.changed.fire();
    }
  }

  private get last(): string | undefined {
    return this.memory.get<string>(LAST_SERVICE);
  }
}

export function isAdql({ languageId }: vscode.TextDocument): boolean {
  return languageId === ADQL_LANGUAGE;
}

/** The editor with the focus, where it has ADQL in it. */
export function activeAdql(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor && isAdql(editor.document) ? editor : undefined;
}

/**
 * The query a lens stands over, what is selected, or the query the cursor is in.
 *
 * @param offset of a lens; menus give other things there
 * @throws SkybucketError `format` where its limit of rows is no number
 */
export async function queryAt(uri?: vscode.Uri, offset?: unknown): Promise<QueryAt | undefined> {
  if (uri !== undefined && typeof offset === 'number') {
    const document = await vscode.workspace.openTextDocument(uri);
    return withLimit(document, statementAt(document.getText(), offset));
  }
  const editor = activeAdql();
  if (editor === undefined) {
    return undefined;
  }
  const { document, selection } = editor;
  const text = document.getText();
  const [from, to] = [document.offsetAt(selection.start), document.offsetAt(selection.end)];
  const selected = text.slice(from, to).trim();
  const statement = selected === '' ? statementAt(text, from) : { from, to, text: selected };
  return withLimit(document, statement);
}

function withLimit(
  document: vscode.TextDocument,
  statement: Statement | undefined,
): QueryAt | undefined {
  return (
    statement && {
      ...{ document, statement },
      mostRows: rowLimitOf(document.getText(), statement.to),
    }
  );
}

async function name(document: vscode.TextDocument, { service }: TapEntry): Promise<void> {
  const { from, to, insert } = namingService(document.getText(), service.id);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(from), document.positionAt(to));
  edit.replace(document.uri, range, insert);
  await vscode.workspace.applyEdit(edit);
}
