import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AwsServices } from '../support/aws/services';
import { generatedBody } from '../support/s3/generated';
import { type S3TestServer, startS3Server } from '../support/s3/server';
import { TestUsers } from '../support/s3/users';
import { type Editor, openEditor } from './support/editor';
import { screenshot } from './support/screenshot';
import { placesOf } from './support/secrets';
import {
  acceptStep,
  answerStep,
  emptyStep,
  field,
  mistypeStep,
  pickStep,
  question,
  stepBack,
} from './support/steps';
import { chooseFromMenu } from './support/tree';
import {
  closeAllEditors,
  collapseView,
  expand,
  openSidebar,
  patience,
  runCommand,
  treeItem,
} from './support/workbench';

const TYPED = {
  accessKeyId: 'AKIATYPEDINTHEUI',
  secretAccessKey: 'typed-secret-that-nobody-keeps',
};
const OF_PROFILE = { accessKeyId: 'AKIAOFAPROFILE', secretAccessKey: 'profile-secret-of-nobody' };
const WRONG = 'another-secret-that-is-wrong';
const ROLE = 'arn:aws:iam::111122223333:role/observer';
const GUEST = 'arn:aws:iam::111122223333:role/guest';
const FEDERATED = 'arn:aws:iam::111122223333:role/federated';
const DEVICE = 'arn:aws:iam::111122223333:mfa/me';
const GUARDED = 'arn:aws:iam::111122223333:role/guarded';
const IDENTITY = 'web-identity-token-of-nobody';
const LARGE = 3_000_000_000;

/** Connections as people make, try, change and remove them; keys, a profile, a role of STS; who pays. */
describe('connections', () => {
  const users = new TestUsers([TYPED, OF_PROFILE]);
  /** What STS has given out. */
  const issued: string[] = [];
  let home: string;
  let own: S3TestServer;
  let aws: AwsServices;
  let editor: Editor;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'skybucket-aws-ui-'));
    writeFileSync(
      join(home, 'config'),
      `[profile observer]\nrole_arn = ${ROLE}\nsource_profile = group\n[profile guarded]\nrole_arn = ${GUARDED}\nsource_profile = group\nmfa_serial = ${DEVICE}\n`,
    );
    writeFileSync(
      join(home, 'credentials'),
      `[group]\naws_access_key_id = ${OF_PROFILE.accessKeyId}\naws_secret_access_key = ${OF_PROFILE.secretAccessKey}\n`,
    );
    own = await startS3Server({ users });
    aws = await AwsServices.start({
      users,
      roles: [
        { arn: ROLE },
        { arn: GUEST, externalId: 'ours' },
        { arn: GUARDED, mfa: { serial: DEVICE, code: '123456' } },
        { arn: FEDERATED, webIdentityTokens: [IDENTITY] },
      ],
    });
    own.createBucket('lab-notes', { requireSignature: true }).put('readme.txt', 'hello');
    const paid = own.createBucket('paid-survey', { requireSignature: true, requesterPays: true });
    paid.put('survey/large.bin', generatedBody('large', LARGE));
    const at = { kind: 's3', endpoint: own.endpoint, region: 'us-east-1', pathStyle: true };
    editor = await openEditor({
      env: {
        AWS_CONFIG_FILE: join(home, 'config'),
        AWS_SHARED_CREDENTIALS_FILE: join(home, 'credentials'),
        AWS_ENDPOINT_URL_STS: aws.endpoint,
      },
      machineSettings: {
        'skybucket.connections': [
          { ...at, id: 'role', label: 'Observer', auth: { kind: 'profile', profile: 'observer' } },
          { ...at, id: 'guarded', label: 'Guarded', auth: { kind: 'profile', profile: 'guarded' } },
          {
            ...{ ...at, id: 'paying', label: 'Paying', requesterPays: true },
            auth: { kind: 'profile', profile: 'group' },
          },
        ],
      },
      settings: { 'skybucket.buckets': [], 'skybucket.showArchives': false },
    });
    await openSidebar(editor.page);
    await collapseView(editor.page, 'Searches');
  });
  afterAll(async () => {
    await editor.close();
    await own.close();
    await aws.close();
    rmSync(home, { recursive: true });
  });

  const settingsFile = (): string =>
    join(dirname(editor.workspace), 'profile', 'data', 'Machine', 'settings.json');
  const settings = (): string => readFileSync(settingsFile(), 'utf8');

  /** A modal dialog that says a text. */
  const dialog = async (text: string): Promise<Locator> => {
    const box = editor.page.locator('.monaco-dialog-box');
    await box.getByText(text).first().waitFor({ timeout: patience });
    return box;
  };

  const closeDialog = async (button: string): Promise<void> => {
    const box = editor.page.locator('.monaco-dialog-box');
    await box.getByRole('button', { name: button, exact: true }).click();
    await box.waitFor({ state: 'hidden', timeout: patience });
  };

  const SECRET_PROMPT = 'Secret access key. It is kept in the secret storage';

  test('are made question by question, with what is wrong said under typing, and back again', async () => {
    const { page } = editor;
    await runCommand(page, 'Skybucket: Add Connection');
    await pickStep(page, 'How do you sign in?', 'Keys…');
    await mistypeStep(page, 'Access key ID. It is kept', 'AKIA TYPED', 'There is a space or');
    await screenshot(page, 'connections-wrong-key');
    await emptyStep(page, 'Access key ID. It is kept');
    await answerStep(page, 'Access key ID. It is kept', TYPED.accessKeyId);
    await question(page, SECRET_PROMPT);
    await stepBack(page);
    await question(page, 'Access key ID. It is kept');
    await expect.poll(() => field(page).inputValue()).toBe(TYPED.accessKeyId);
    await field(page).press('Enter');
    await answerStep(page, SECRET_PROMPT, TYPED.secretAccessKey);
    await answerStep(page, 'Session token, for temporary keys only.', '');
    await mistypeStep(
      page,
      'Address of the server',
      'http://lab.org/path',
      'Type it like https://',
    );
    await emptyStep(page, 'Address of the server');
    await answerStep(page, 'Address of the server', own.endpoint);
    await answerStep(page, 'Region, where the server wants one.', 'us-east-1');
    await screenshot(page, 'connections-options');
    await acceptStep(page, 'What holds of it? None of these is fine.');
    await answerStep(page, 'What to call the connection.', 'Lab');
    await answerStep(page, 'A bucket to list and read.', 'lab-notes');
    const box = await dialog('The connection “Lab” works.');
    const said = await box.innerText();
    for (const line of [
      '✓ Signing in: There are credentials.',
      '✓ List of buckets: 2 of the account: lab-notes, paid-survey.',
      '✓ Listing: lab-notes can be listed.',
      '✓ Reading: s3://lab-notes/readme.txt can be read.',
    ]) {
      expect(said).toContain(line);
    }
    await screenshot(page, 'connections-works');
  });

  test('are tried for writing only when asked, and nothing is left', async () => {
    const { page } = editor;
    expect(own.requests.filter(({ method }) => method === 'PUT')).toEqual([]);
    await closeDialog('Try Writing');
    await dialog('✓ Writing: lab-notes can be written to and deleted from.');
    await page.keyboard.press('Escape');
    await page.locator('.monaco-dialog-box').waitFor({ state: 'hidden', timeout: patience });
    expect(own.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
    await expand(page, 'Lab', 'lab-notes');
    await treeItem(page, 'readme.txt').waitFor({ timeout: patience });
    expect(await treeItem(page, 'probe').count()).toBe(0);
  });

  test('keep keys in the secret storage alone', async () => {
    expect(JSON.parse(settings())).toMatchObject({
      'skybucket.connections': expect.arrayContaining([
        {
          id: 'lab',
          label: 'Lab',
          endpoint: own.endpoint,
          region: 'us-east-1',
          auth: { kind: 'keys' },
        },
      ]),
    });
    expect(own.requests.some(({ user }) => user === TYPED.accessKeyId)).toBe(true);
    expect(await placesOf(editor, [TYPED.secretAccessKey, TYPED.accessKeyId])).toEqual([]);
  });

  test('tell of a wrong key in one sentence', async () => {
    const { page } = editor;
    await chooseFromMenu(page, treeItem(page, 'Lab'), 'Edit Connection…');
    await pickStep(page, 'How do you sign in?', 'Keys…');
    await answerStep(page, 'Left empty, the keys stay as they are.', TYPED.accessKeyId);
    await answerStep(page, SECRET_PROMPT, WRONG);
    await answerStep(page, 'Session token, for temporary keys only.', '');
    await answerUnchanged(page);
    await answerStep(page, 'A bucket to list and read.', 'lab-notes');
    const box = await dialog('Not everything works on the connection “Lab”.');
    expect(await box.innerText()).toContain(
      '✗ Listing: The server did not accept the credentials of the connection “Lab”. Check its keys or its profile, or sign in again.',
    );
    await screenshot(page, 'connections-refused');
    await page.keyboard.press('Escape');
    await box.waitFor({ state: 'hidden', timeout: patience });
  });

  test('read with a role of STS that a profile names', async () => {
    const { page } = editor;
    await expand(page, 'Observer', 'lab-notes');
    await treeItem(page, 'readme.txt').first().waitFor({ timeout: patience });
    expect(aws.requests.map(({ operation }) => operation)).toEqual(['AssumeRole']);
    const signers = own.requests.map(({ user }) => users.find(user ?? ''));
    const taken = signers.find((user) => user?.arn?.includes('assumed-role/observer/'));
    issued.push(taken?.secretAccessKey ?? '', taken?.sessionToken ?? '');
    expect(issued).not.toContain('');
    await treeItem(page, 'Observer').click();
  });

  test('ask for the code of a device, and no longer than somebody waits for it', async () => {
    const { page } = editor;
    const tryIt = async (): Promise<void> => {
      await chooseFromMenu(page, treeItem(page, 'Guarded'), 'Test Connection…');
      await answerStep(page, 'A bucket to list and read.', 'lab-notes');
      await question(page, `AWS wants the code that ${DEVICE} shows now.`);
    };
    await tryIt();
    await screenshot(page, 'connections-code');
    await page
      .locator('.notifications-toasts')
      .getByRole('button', { name: 'Cancel', exact: true })
      .click({ timeout: patience });
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden', timeout: patience });
    await tryIt();
    await answerStep(page, 'AWS wants the code', '123456');
    const box = await dialog('The connection “Guarded” works.');
    await page.keyboard.press('Escape');
    await box.waitFor({ state: 'hidden', timeout: patience });
    const asked = aws.requests.filter(({ body }) => body.includes('TokenCode=123456'));
    expect(asked.map(({ status }) => status)).toEqual([200]);
  });

  test('take on a role with a profile, and one with the token in a file', async () => {
    const { page } = editor;
    const tokenFile = join(home, 'token');
    writeFileSync(tokenFile, IDENTITY);
    const begin = async (way: string, arn: string): Promise<void> => {
      await runCommand(page, 'Skybucket: Add Connection');
      await pickStep(page, 'How do you sign in?', way);
      await mistypeStep(
        page,
        'The ARN of the role.',
        'arn:aws:iam::1:user/me',
        'This must be like',
      );
      await emptyStep(page, 'The ARN of the role.');
      await answerStep(page, 'The ARN of the role.', arn);
    };
    const end = async (label: string): Promise<void> => {
      await answerStep(page, 'Address of the server', own.endpoint);
      await answerStep(page, 'Region, where the server wants one.', 'us-east-1');
      await acceptStep(page, 'What holds of it? None of these is fine.');
      await answerStep(page, 'What to call the connection.', label);
      await answerStep(page, 'A bucket to list and read.', 'lab-notes');
      const box = await dialog(`The connection “${label}” works.`);
      await page.keyboard.press('Escape');
      await box.waitFor({ state: 'hidden', timeout: patience });
    };
    await begin('Role…', GUEST);
    await screenshot(page, 'connections-role-source');
    await pickStep(page, 'With whose credentials is the role taken on?', 'group');
    await answerStep(page, 'External ID, where the owner', 'ours');
    await end('Guest');
    await begin('Web identity…', FEDERATED);
    await mistypeStep(page, 'Full path of the file', 'token', 'This must be the full path');
    await emptyStep(page, 'Full path of the file');
    await answerStep(page, 'Full path of the file with the token.', tokenFile);
    await end('Federated');
    expect(JSON.parse(settings())).toMatchObject({
      'skybucket.connections': expect.arrayContaining([
        expect.objectContaining({
          id: 'guest',
          auth: { kind: 'role', roleArn: GUEST, profile: 'group', externalId: 'ours' },
        }),
        expect.objectContaining({
          id: 'federated',
          auth: { kind: 'web-identity', roleArn: FEDERATED, tokenFile },
        }),
      ]),
    });
    expect(aws.requests.filter(({ operation }) => operation?.endsWith('WebIdentity'))).toHaveLength(
      1,
    );
  });

  test('send nothing to a bucket whose requester pays before the user agrees', async () => {
    const { page } = editor;
    await expand(page, 'Paying');
    const bucket = treeItem(page, 'paid-survey').last();
    await bucket.waitFor({ timeout: patience });
    own.resetRequests();
    await bucket.click();
    await dialog('Reading the bucket “paid-survey” costs you money.');
    await dialog('0.09 US$ for each GB');
    await screenshot(page, 'connections-pay');
    await closeDialog('Cancel');
    await page.getByText('you did not agree to that').first().waitFor({ timeout: patience });
    await screenshot(page, 'connections-not-paid');
    expect(own.requests).toEqual([]);
  });

  test('say what a large download costs, with its size, before its first byte', async () => {
    const { page } = editor;
    const refresh = async (): Promise<boolean> => {
      await chooseFromMenu(page, treeItem(page, 'paid-survey').last(), 'Refresh');
      return page
        .locator('.monaco-dialog-box')
        .waitFor({ timeout: 2000 })
        .then(() => true)
        .catch(() => false);
    };
    // For some seconds after a no, nobody is asked the same.
    await expect.poll(refresh, { timeout: patience, interval: 1000 }).toBe(true);
    await closeDialog('Read and Pay');
    await treeItem(page, 'survey').waitFor({ timeout: patience });
    expect(own.requests.map(({ headers }) => headers['x-amz-request-payer'])).not.toContain(
      undefined,
    );
    await expand(page, 'survey');
    await treeItem(page, 'large.bin').waitFor({ timeout: patience });
    own.resetRequests();
    await chooseFromMenu(page, treeItem(page, 'survey'), 'Download Folder…');
    await answerDownload(page);
    await dialog('costs you about 0.27 US$');
    const said = await page.locator('.monaco-dialog-box').innerText();
    expect(said).toContain('Downloading 1 file (3 GB) from the bucket “paid-survey”');
    await screenshot(page, 'connections-pay-download');
    await closeDialog('Cancel');
    expect(own.requests.filter(({ operation }) => operation === 'GetObject')).toEqual([]);
  });

  test('are removed with their keys', async () => {
    const { page } = editor;
    await chooseFromMenu(page, treeItem(page, 'Lab'), 'Remove Connection…');
    await dialog('Its keys are removed from the secret storage.');
    await closeDialog('Remove');
    await expect.poll(() => treeItem(page, 'Lab').count(), { timeout: patience }).toBe(0);
    expect(settings()).not.toContain('"lab"');
    // A connection that somebody writes into the settings under that id finds none.
    const written = JSON.parse(settings()) as { 'skybucket.connections': unknown[] };
    const again = { id: 'lab', label: 'Lab again', endpoint: own.endpoint, auth: { kind: 'keys' } };
    written['skybucket.connections'].push(again);
    writeFileSync(settingsFile(), JSON.stringify(written));
    await treeItem(page, 'Lab again').waitFor({ timeout: patience });
    await treeItem(page, 'Lab again').click();
    await page.getByText('There are no keys for the connection').first().waitFor();
  });

  test('leave no secret in settings, state, logs or on screen', async () => {
    await closeAllEditors(editor.page);
    const secrets = [
      ...[TYPED, OF_PROFILE].flatMap((keys) => [keys.accessKeyId, keys.secretAccessKey]),
      WRONG,
      IDENTITY,
      ...issued,
    ];
    expect(await placesOf(editor, secrets)).toEqual([]);
    // What is no secret is found in both places: the scan sees what the editor keeps.
    const known = async (): Promise<string> =>
      (await placesOf(editor, ['workbench.view.extension.skybucket', ROLE, GUEST])).join('\n');
    await expect.poll(known, { timeout: patience }).toMatch(/settings\.json[^]*vscode-web-state/);
  });

  /** The last questions of a connection that is changed, as they stand. */
  async function answerUnchanged(page: Page): Promise<void> {
    for (const prompt of ['Address of the server', 'Region, where the server wants one.']) {
      await question(page, prompt);
      await answerStep(page, prompt, await field(page).inputValue());
    }
    await acceptStep(page, 'What holds of it? None of these is fine.');
    await answerStep(page, 'What to call the connection.', 'Lab');
  }

  /** Where to, and how; whatever is asked of a download. */
  async function answerDownload(page: Page): Promise<void> {
    await page.getByText('Where should downloads go?').first().waitFor({ timeout: patience });
    await field(page).press('Enter');
  }
});
