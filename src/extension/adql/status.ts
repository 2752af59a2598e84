import * as vscode from 'vscode';
import { activeAdql } from './documents';
import { ADQL_LANGUAGE } from './ids';
import type { LanguageNeeds } from './language';

/** Says beside the language of the document who answers its queries, and what is known of the tables. */
export class ServiceStatus implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem('skybucket.adql', {
    language: ADQL_LANGUAGE,
  });

  constructor(private readonly needs: LanguageNeeds) {
    this.item.name = 'TAP';
    this.item.command = {
      command: 'skybucket.adql.chooseService',
      title: vscode.l10n.t('Choose Service'),
    };
    this.update();
  }

  update(): void {
    const { documents, tablesOf } = this.needs;
    const document = activeAdql()?.document;
    const found = document && documents.of(document);
    const { l10n } = vscode;
    if (found?.kind !== 'known') {
      const words = found?.kind === 'unknown' ? found.line.words : undefined;
      this.item.text =
        words === undefined ? l10n.t('No TAP service') : l10n.t('Unknown service {0}', words);
      this.item.detail = '';
      this.item.severity = vscode.LanguageStatusSeverity.Warning;
      return;
    }
    const { service } = found.entry;
    const { problem, catalog } = tablesOf(found.entry);
    this.item.text = service.label;
    this.item.detail = problem ?? known(catalog.schemas.length, catalog.tables.length);
    this.item.severity =
      problem === undefined
        ? vscode.LanguageStatusSeverity.Information
        : vscode.LanguageStatusSeverity.Warning;
  }

  dispose(): void {
    this.item.dispose();
  }
}

function known(schemas: number, tables: number): string {
  const { l10n } = vscode;
  return schemas === 0
    ? l10n.t('its tables are being asked for')
    : tables === 0
      ? l10n.t('{0} schemas', schemas)
      : l10n.t('{0} tables known', tables.toLocaleString('en-US'));
}
