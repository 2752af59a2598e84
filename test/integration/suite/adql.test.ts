import * as assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  let folder: string;
  let documents = 0;
  /** Sentences that were shown. */
  let said: string[];

  async function open(content: string): Promise<vscode.TextDocument> {
    // A file of its own: an untitled document may get the text of the one that has just been closed.
    const file = join(folder, `query-${++documents}.adql`);
    writeFileSync(file, content);
    const document = await workspace.openTextDocument(file);
    assert.equal(document.languageId, 'adql');
    const end = document.positionAt(content.length);
    await window.showTextDocument(document, { selection: new vscode.Range(end, end) });
    // The extension hears of it a moment later; until then the document before is the active one.
    await until('it is the active one', () => {
      const editor = window.activeTextEditor;
      return editor?.document === document && editor.selection.active.isEqual(end);
    });
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
    folder = mkdtempSync(join(tmpdir(), 'skybucket-adql-'));
    archives = await ArchiveReplay.start({ circles: 10 });
    await set('archives.irsaUrl', archives.origin);
    api = await activate();
    clipboard = new Clipboard();
  });

  beforeEach(() => {
    said = [];
    clipboard.texts.length = 0;
    archives.resetRequests();
    const kinds = ['showErrorMessage', 'showWarningMessage', 'showInformationMessage'] as const;
    for (const kind of kinds) {
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
    rmSync(folder, { recursive: true, force: true });
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
    assert.ok(search?.kind === 'tap');
    assert.deepEqual([search.criteria.query, search.ran?.rows], [QUERY, 5]);
    assert.equal(viewers()[0]?.label, 'fp_psc (IRSA).vot');
    await searches.delete(search.id);
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

  it('bring as many rows as they ask for, and say so', async () => {
    await open(`-- service: irsa\n-- maxrec: 3\n${QUERY}`);
    await commands.executeCommand('skybucket.adql.run');
    await until('it is said how to get more', () =>
      said.some((text) => /first 3|these 3 rows/.test(text) && text.includes('-- maxrec: 30')),
    );
    const { searches } = await api.services.searching();
    const [search] = searches.list();
    assert.deepEqual([search?.ran?.rows, search?.ran?.complete], [3, false]);
    await searches.delete(search?.id ?? '');
    await open('-- service: irsa\n-- maxrec: lots\nSELECT 1');
    archives.resetRequests();
    await commands.executeCommand('skybucket.adql.run');
    assert.match(said.at(-1) ?? '', /“lots” is no number of rows/);
    assert.deepEqual(archives.requests, []);
  }).timeout(60_000);

  it('run as jobs', async () => {
    await open(`-- service: irsa\n${QUERY}`);
    await commands.executeCommand('skybucket.adql.runAsJob');
    await until('it is done', () => said.some((text) => text.includes('is done')));
    assert.equal(archives.tap.kept.length, 1);
  }).timeout(60_000);
});
