import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ArchiveReplay } from '../../support/archives/replay';
import type { TestApi } from '../../../src/extension/main';
import { Clipboard } from '../support/clipboard';
import { activate } from '../support/extension';
import { Person } from '../support/person';
import { set } from '../support/settings';
import { closeTabs } from '../support/tabs';
import { until } from '../support/wait';

const { commands, languages, workspace, window } = vscode;
const QUERY = 'SELECT TOP 5 designation, k_m FROM fp_psc';

describe('ADQL documents', () => {
  const person = new Person();
  let archives: ArchiveReplay;
  let api: TestApi;
  let clipboard: Clipboard;
  /** Sentences that were shown. */
  let said: string[];

  async function open(content: string): Promise<vscode.TextDocument> {
    const document = await workspace.openTextDocument({ language: 'adql', content });
    const editor = await window.showTextDocument(document);
    const end = document.positionAt(content.length);
    editor.selection = new vscode.Selection(end, end);
    return document;
  }

  async function offered(document: vscode.TextDocument, offset: number): Promise<string[]> {
    const { items } = await commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      document.positionAt(offset),
    );
    return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  }

  const viewers = (): vscode.Tab[] =>
    window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputCustom);

  before(async () => {
    archives = await ArchiveReplay.start({ circles: 10 });
    await set('archives.irsaUrl', archives.origin);
    api = await activate();
    clipboard = new Clipboard();
  });

  beforeEach(() => {
    said = [];
    clipboard.texts.length = 0;
    archives.resetRequests();
    for (const kind of ['showErrorMessage', 'showInformationMessage'] as const) {
      person.answers(kind, (message: string) => void said.push(message));
    }
  });

  afterEach(async () => {
    person.leaves();
    await closeTabs();
  });

  after(async () => {
    clipboard.dispose();
    await set('archives.irsaUrl', undefined);
    await archives.close();
  });

  it('offer tables and columns of the service they name', async () => {
    const text = '-- service: irsa\nSELECT k FROM fp_psc';
    const document = await open(text);
    await until('columns are offered', async () =>
      (await offered(document, text.indexOf(' FROM'))).includes('k_m'),
    );
    assert.ok((await offered(document, text.length)).includes('fp_psc'));
    assert.ok((await offered(document, '-- service: irsa'.length)).includes('gaia'));
  }).timeout(60_000);

  it('run the query at the cursor, and show its rows', async () => {
    await open(`-- service: irsa\nSELECT nothing;\n${QUERY}`);
    await commands.executeCommand('skybucket.adql.run');
    await until('the rows are shown', () => viewers().length === 1);
    const { searches } = await api.services.searching();
    const [search] = searches.list();
    assert.deepEqual(
      [search?.kind, search?.criteria, search?.ran?.rows],
      ['tap', { query: QUERY }, 5],
    );
    await searches.delete(search?.id ?? '');
    await commands.executeCommand('skybucket.adql.copyPython');
    assert.match(clipboard.texts[0] ?? '', /run_sync\(query\)/);
    assert.deepEqual(said, []);
  }).timeout(60_000);

  it('mark what the service refuses, and services that are not known', async () => {
    const refused = await open('-- service: irsa\nSELECT a FROM caom.nothing');
    await commands.executeCommand('skybucket.adql.run');
    await until('the words of the service are shown', () =>
      said.some((text) => text.includes('caom.nothing')),
    );
    await until('they are marked', () =>
      languages
        .getDiagnostics(refused.uri)
        .some(({ message }) => message.includes('Table not found')),
    );
    archives.resetRequests();
    const unknown = await open('-- service: https://tap.example.org/tap\nSELECT 1');
    await until('it is marked', () => languages.getDiagnostics(unknown.uri).length === 1);
    await commands.executeCommand('skybucket.adql.run');
    assert.match(said.at(-1) ?? '', /tap\.example\.org/);
    assert.deepEqual(archives.requests, []);
    const { searches } = await api.services.searching();
    for (const { id } of searches.list()) {
      await searches.delete(id);
    }
  }).timeout(60_000);

  it('run as jobs', async () => {
    await open(`-- service: irsa\n${QUERY}`);
    await commands.executeCommand('skybucket.adql.runAsJob');
    await until('it is done', () => said.some((text) => text.includes('is done')));
    assert.equal(archives.tap.kept.length, 1);
  }).timeout(60_000);
});
