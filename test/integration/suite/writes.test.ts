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
    await fs.delete(uri('moved'), { recursive: true });
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
