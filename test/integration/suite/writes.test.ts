import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startS3Server, type S3TestServer } from '../../support/s3/server';
import { activate } from '../support/extension';
import { Person } from '../support/person';
import { disconnect, set } from '../support/settings';
import { closeTabs } from '../support/tabs';
import { uriOf } from '../support/uris';
import { until } from '../support/wait';

const { fs } = vscode.workspace;

describe('writing', () => {
  const person = new Person();
  let server: S3TestServer;
  const uri = (key: string): vscode.Uri => uriOf('desk', 'notes', key);
  const content = async (key: string): Promise<string | undefined> => {
    const body = server.bucket('notes').get(key)?.body;
    return body && Buffer.from(await body.read(0, body.size)).toString();
  };

  before(async () => {
    server = await startS3Server({ unsignedOnly: true });
    server.createBucket('notes', { writable: true });
    const { endpoint } = server;
    const connection = {
      id: 'desk',
      endpoint,
      region: 'us-east-1',
      pathStyle: true,
      readOnly: false,
    };
    await set('connections', [connection]);
    await set('buckets', [{ uri: 's3://notes/', connection: 'desk' }]);
    await activate();
  });

  afterEach(async () => {
    person.leaves();
    await closeTabs();
  });

  after(async () => {
    await disconnect();
    await server.close();
  });

  it('saves a text in place, again and again', async () => {
    server.bucket('notes').put('log.txt', 'first');
    const document = await vscode.workspace.openTextDocument(uri('log.txt'));
    const editor = await vscode.window.showTextDocument(document);
    for (const text of ['second', 'third!']) {
      const all = new vscode.Range(0, 0, document.lineCount, 0);
      await editor.edit((edit) => edit.replace(all, text));
      assert.equal(await document.save(), true);
      assert.equal(await content('log.txt'), text);
    }
  });

  it('does not replace what somebody else wrote, even of the same length', async () => {
    server.bucket('notes').put('shared.txt', 'mine');
    const document = await vscode.workspace.openTextDocument(uri('shared.txt'));
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'still '));
    server.bucket('notes').put('shared.txt', 'them');
    const told: string[] = [];
    person.answers('showWarningMessage', (message: string, ...actions: string[]) => {
      told.push(message);
      return actions.find((action) => action === 'Overwrite');
    });
    assert.equal(await document.save(), false);
    await until('the conflict is told', () => told.length === 1);
    assert.match(told[0] ?? '', /^s3:\/\/notes\/shared\.txt was changed by somebody else/);
    await until('the user’s decision is carried out', () => !document.isDirty);
    assert.equal(await content('shared.txt'), 'still mine');
  }).timeout(60_000);

  it('does not replace it either where something else has read it meanwhile', async () => {
    server.bucket('notes').put('watched.txt', 'mine');
    const document = await vscode.workspace.openTextDocument(uri('watched.txt'));
    const editor = await vscode.window.showTextDocument(document);
    server.bucket('notes').put('watched.txt', 'them');
    // As a search does, while the editor has no changes and shows what it did.
    assert.equal(Buffer.from(await fs.readFile(uri('watched.txt'))).toString(), 'them');
    assert.equal(document.getText(), 'mine');
    const told: string[] = [];
    person.answers('showWarningMessage', (message: string) => {
      told.push(message);
      return undefined;
    });
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'still '));
    assert.equal(await document.save(), false);
    await until('the conflict is told', () => told.length === 1);
    assert.equal(await content('watched.txt'), 'them');
    await vscode.commands.executeCommand('workbench.action.files.revert');
    assert.equal(document.getText(), 'them');
    // What it shows now is what was read: a save replaces that.
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'with '));
    assert.equal(await document.save(), true);
    assert.equal(await content('watched.txt'), 'with them');
  }).timeout(60_000);

  it('keeps headers and tags of an object that is saved', async () => {
    const headers = { 'content-disposition': 'attachment', 'cache-control': 'max-age=60' };
    server.bucket('notes').put('headers.txt', 'one', {
      ...{ contentType: 'text/x-log', headers, metadata: { observer: 'Hubble' } },
      ...{ storageClass: 'STANDARD_IA', tagging: 'project=deep' },
    });
    const document = await vscode.workspace.openTextDocument(uri('headers.txt'));
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'and '));
    assert.equal(await document.save(), true);
    assert.equal(await content('headers.txt'), 'and one');
    const { contentType, metadata, storageClass, tagging, ...object } =
      server.bucket('notes').get('headers.txt') ?? assert.fail();
    assert.deepEqual(
      { contentType, metadata, storageClass, tagging, headers: object.headers },
      {
        ...{ contentType: 'text/x-log', metadata: { observer: 'Hubble' }, headers },
        ...{ storageClass: 'STANDARD_IA', tagging: 'project=deep' },
      },
    );
  }).timeout(60_000);

  it('writes bytes, makes folders, renames, copies and deletes through the file system', async () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i % 256);
    await fs.writeFile(uri('data/a.bin'), bytes);
    assert.equal(Buffer.compare(await fs.readFile(uri('data/a.bin')), bytes), 0);
    await fs.createDirectory(uri('empty'));
    assert.equal((await fs.stat(uri('empty'))).type, vscode.FileType.Directory);
    await fs.rename(uri('data'), uri('moved'));
    await fs.copy(uri('moved/a.bin'), uri('b.bin'));
    await assert.rejects(async () =>
      fs.copy(uri('b.bin'), uri('moved/a.bin'), { overwrite: false }),
    );
    const questions: string[] = [];
    let mind: 'keep' | 'delete' = 'keep';
    person.answers(
      'showWarningMessage',
      (message: string, _: object, ...items: { value: string }[]) => {
        questions.push(message);
        return items.find(({ value }) => value === mind);
      },
    );
    await assert.rejects(async () => fs.delete(uri('moved'), { recursive: true }));
    assert.equal((await fs.readFile(uri('moved/a.bin'))).length, bytes.length);
    mind = 'delete';
    await fs.delete(uri('moved'), { recursive: true });
    const question = 'Delete 1 object (70 kB) in 1 folder?';
    assert.deepEqual(questions, [question, question]);
    // Nothing to ask of a folder with nothing in it.
    await fs.delete(uri('empty'), { recursive: true });
    assert.equal(questions.length, 2);
    await assert.rejects(async () => fs.stat(uri('moved')));
    assert.equal((await fs.readFile(uri('b.bin'))).length, bytes.length);
  }).timeout(60_000);

  it('deletes what is chosen in the tree after it has said how much that is', async () => {
    for (let i = 0; i < 1200; i++) server.bucket('notes').put(`many/${i}`, 'x');
    const { tree } = await activate();
    const [buckets] = await tree.getChildren();
    const [root] = await tree.getChildren(buckets);
    const folder = (await tree.getChildren(root)).find(
      (node) => node.kind === 'folder' && node.place.prefix === 'many/',
    );
    let question = '';
    person.answers(
      'showWarningMessage',
      (message: string, _: object, ...items: { value: string }[]) => {
        question = message;
        return items.find(({ value }) => value === 'delete');
      },
    );
    await vscode.commands.executeCommand('skybucket.deleteObjects', folder);
    assert.equal(question, 'Delete 1,200 objects (1.2 kB) in 1 folder?');
    assert.equal(await content('many/0'), undefined);
    assert.equal(await content('many/1199'), undefined);
  }).timeout(60_000);
});
