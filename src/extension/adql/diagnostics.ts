import * as vscode from 'vscode';
import { problemsIn } from '../../core/adql/diagnose';
import { type AdqlDocuments, isAdql } from './documents';
import { ADQL_LANGUAGE } from './ids';
import type { LanguageNeeds } from './language';
import { notRows, rowLimitLines } from './row-limit';

/** Typing is not interrupted by what is only half written, milliseconds. */
const PAUSE_MS = 300;

/** Marks what is wrong in ADQL documents: what no service can take, and what a service has refused. */
export class AdqlDiagnostics implements vscode.Disposable {
  private readonly found = vscode.languages.createDiagnosticCollection(ADQL_LANGUAGE);
  /** Of the last run; it holds until the document is changed. */
  private readonly refused = new Map<string, vscode.Diagnostic>();
  private readonly pauses = new Map<string, NodeJS.Timeout>();
  private readonly subscriptions: vscode.Disposable;

  constructor(private readonly needs: LanguageNeeds) {
    const { workspace } = vscode;
    this.subscriptions = vscode.Disposable.from(
      this.found,
      workspace.onDidOpenTextDocument((document) => this.check(document)),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (isAdql(document) && contentChanges.length > 0) {
          this.refused.delete(document.uri.toString());
          this.checkSoon(document);
        }
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)),
    );
    this.checkAll();
  }

  /** Tables have become known, or another service is asked. */
  checkAll(): void {
    vscode.workspace.textDocuments.forEach((document) => this.check(document));
  }

  /** Marks a query with the words of the service that refused it. */
  refuse(document: vscode.TextDocument, from: number, to: number, message: string): void {
    const mark = diagnostic(document, { from, to, message });
    this.refused.set(document.uri.toString(), mark);
    this.check(document);
  }

  /** A query was taken. */
  accept(document: vscode.TextDocument): void {
    if (this.refused.delete(document.uri.toString())) {
      this.check(document);
    }
  }

  dispose(): void {
    this.pauses.forEach((pause) => clearTimeout(pause));
    this.subscriptions.dispose();
  }

  private checkSoon(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.pauses.get(key));
    this.pauses.set(
      key,
      setTimeout(() => this.check(document), PAUSE_MS),
    );
  }

  private check(document: vscode.TextDocument): void {
    if (!isAdql(document) || document.isClosed) {
      return;
    }
    const { documents, tablesOf } = this.needs;
    const service = documents.of(document);
    const known = service.kind === 'known' ? tablesOf(service.entry) : undefined;
    // Another service has other tables: what is known of it counts.
    void known?.start();
    const problems = known === undefined ? [] : problemsIn(document.getText(), known.catalog);
    const refused = this.refused.get(document.uri.toString());
    this.found.set(document.uri, [
      ...unknownService(documents, document),
      ...wrongLimits(document),
      ...problems.map((problem) => diagnostic(document, problem)),
      ...(refused === undefined ? [] : [refused]),
    ]);
  }

  private forget(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.pauses.get(key));
    this.pauses.delete(key);
    this.refused.delete(key);
    this.found.delete(uri);
  }
}

function unknownService(
  documents: AdqlDocuments,
  document: vscode.TextDocument,
): vscode.Diagnostic[] {
  const service = documents.of(document);
  if (service.kind !== 'unknown') {
    return [];
  }
  const { words, from, to } = service.line;
  const message = vscode.l10n.t(
    '“{0}” is none of the services that are known: it can be added to the setting skybucket.archives.services.',
    words,
  );
  return [diagnostic(document, { from, to, message }, vscode.DiagnosticSeverity.Warning)];
}

function wrongLimits(document: vscode.TextDocument): vscode.Diagnostic[] {
  return rowLimitLines(document.getText())
    .filter(({ rows }) => rows === undefined)
    .map((line) => diagnostic(document, { ...line, message: notRows(line) }));
}

function diagnostic(
  document: vscode.TextDocument,
  { from, to, message }: { readonly from: number; readonly to: number; readonly message: string },
  severity = vscode.DiagnosticSeverity.Error,
): vscode.Diagnostic {
  const range = new vscode.Range(document.positionAt(from), document.positionAt(to));
  const made = new vscode.Diagnostic(range, message, severity);
  made.source = 'Skybucket';
  return made;
}
