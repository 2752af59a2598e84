import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ForwardProxy } from '../support/proxy/forward-proxy';
import { type S3TestServer, startS3Server } from '../support/s3/server';
import { type Editor, openEditor } from './support/editor';
import { screenshot } from './support/screenshot';
import { collapseView, expand, openSidebar, patience, treeItem } from './support/workbench';

const KEYS = { accessKeyId: 'AKIABEHINDAPROXY', secretAccessKey: 'secret-behind-a-proxy' };
const TOKEN = 'session-token-behind-a-proxy';
/** Names that no DNS knows. */
const PLAIN = 's3.lab.invalid';
const SECURE = 's3-secure.lab.invalid';
const STS = 'sts.eu-test-1.amazonaws.com';

/** An editor whose settings name a proxy, and hosts that are reached through it alone. */
describe('behind a proxy', () => {
  let own: S3TestServer;
  let proxy: ForwardProxy;
  let editor: Editor;

  beforeAll(async () => {
    own = await startS3Server({ users: [{ ...KEYS, sessionToken: TOKEN }] });
    own.createBucket('lab-notes', { requireSignature: true }).put('readme.txt', 'hello');
    proxy = await ForwardProxy.start({ [PLAIN]: own.port });
    const at = { kind: 's3', pathStyle: true, auth: { kind: 'environment' } };
    const role = { kind: 'role', roleArn: 'arn:aws:iam::111122223333:role/observer' };
    const named = { 'http.proxy': proxy.url };
    editor = await openEditor({
      env: {
        AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
        AWS_SESSION_TOKEN: TOKEN,
      },
      machineSettings: {
        ...named,
        'skybucket.connections': [
          { ...at, id: 'plain', label: 'Plain', endpoint: `http://${PLAIN}`, region: 'us-east-1' },
          { ...at, id: 'secure', label: 'Secure', endpoint: `https://${SECURE}` },
          {
            ...at,
            id: 'role',
            label: 'Role',
            endpoint: `http://${PLAIN}`,
            region: 'eu-test-1',
            auth: role,
          },
        ],
      },
      settings: { ...named, 'skybucket.buckets': [], 'skybucket.showArchives': false },
    });
    await openSidebar(editor.page);
    await collapseView(editor.page, 'Searches');
  });
  afterAll(async () => {
    await editor.close();
    await proxy.close();
    await own.close();
  });

  /** What a client said when it asked for a tunnel to a host, and sent first through it. */
  async function tunnelTo(
    host: string,
  ): Promise<{ readonly said: string; readonly first: Buffer }> {
    const found = (): (typeof proxy.tunnels)[number] | undefined =>
      proxy.tunnels.find(({ target, first }) => target === `${host}:443` && first.length > 0);
    await expect.poll(() => found() !== undefined, { timeout: patience }).toBe(true);
    const tunnel = found();
    return {
      said: JSON.stringify(tunnel?.headers),
      first: tunnel?.first ?? Buffer.alloc(0),
    };
  }

  const NO_CREDENTIALS = new RegExp(
    `authorization|amz|${KEYS.accessKeyId}|${KEYS.secretAccessKey}|${TOKEN}`,
    'i',
  );

  test('lists and reads a server by the proxy that the settings name', async () => {
    await expand(editor.page, 'Plain', 'lab-notes');
    await treeItem(editor.page, 'readme.txt').waitFor({ timeout: patience });
    await treeItem(editor.page, 'readme.txt').click();
    await editor.page.getByText('hello').first().waitFor({ timeout: patience });
    expect(own.requests.length).toBeGreaterThan(2);
    expect(proxy.requests.length).toBe(own.requests.length);
    expect(proxy.requests.every(({ url }) => url.startsWith(`http://${PLAIN}/`))).toBe(true);
    expect(own.requests.every(({ user }) => user === KEYS.accessKeyId)).toBe(true);
    await screenshot(editor.page, 'proxy-plain');
  });

  test('asks for a tunnel to a server with TLS, and tells the proxy no credentials', async () => {
    await treeItem(editor.page, 'Secure').click();
    const { said, first } = await tunnelTo(SECURE);
    expect(said).not.toMatch(NO_CREDENTIALS);
    // The record of a handshake: what is signed goes inside.
    expect(first[0]).toBe(0x16);
    expect(first.toString('latin1')).not.toMatch(NO_CREDENTIALS);
  });

  test('does the same for STS', async () => {
    await treeItem(editor.page, 'Role').click();
    const { said, first } = await tunnelTo(STS);
    expect(said).not.toMatch(NO_CREDENTIALS);
    expect(first[0]).toBe(0x16);
    expect(proxy.requests.filter(({ url }) => !url.startsWith(`http://${PLAIN}/`))).toEqual([]);
  });
});
