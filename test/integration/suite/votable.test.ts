import * as assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TablePieces } from '../../../src/extension/write-table';
import { activate, skybucket } from '../support/extension';
import { Person } from '../support/person';
import { closeTabs, viewersOf } from '../support/tabs';

describe('a VOTable', () => {
  const person = new Person();
  let folder: string;

  before(async () => {
    await activate();
    folder = mkdtempSync(join(tmpdir(), 'skybucket-votable-'));
  });
  afterEach(async () => {
    person.leaves();
    await closeTabs();
  });
  after(() => rmSync(folder, { recursive: true }));

  it('opens in the viewer by itself', async () => {
    const path = 'test/fixtures/golden/sample/catalogs/sources.vot';
    const uri = vscode.Uri.joinPath(skybucket().extensionUri, path);
    await vscode.commands.executeCommand('vscode.open', uri);
    assert.equal(viewersOf(uri).length, 1);
  }).timeout(60_000);

  it('is what a table can be exported as', async () => {
    const { services } = await activate();
    const asked: vscode.SaveDialogOptions[] = [];
    person.answers('showSaveDialog', (options: vscode.SaveDialogOptions) => {
      asked.push(options);
      return vscode.Uri.file(join(folder, 'sources.vot'));
    });
    person.answers('showInformationMessage', () => undefined);
    const pieces: TablePieces = async (_, take) => {
      await take({ bytes: new TextEncoder().encode('<VOTABLE>'), to: 1, rows: 2 });
      await take({ bytes: new TextEncoder().encode('</VOTABLE>'), to: 2, rows: 2 });
    };
    const options = { signal: new AbortController().signal, onProgress: () => undefined };
    assert.equal(await services.exportTable('m31.fits', 'votable', pieces, options), true);
    assert.deepEqual(
      asked.map(({ filters, defaultUri }) => [filters, defaultUri?.path.split('/').at(-1)]),
      [[{ VOTable: ['vot', 'xml'] }, 'm31.fits.vot']],
    );
    assert.deepEqual(readdirSync(folder), ['sources.vot']);
    assert.equal(readFileSync(join(folder, 'sources.vot'), 'utf8'), '<VOTABLE></VOTABLE>');
  });
});
