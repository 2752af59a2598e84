import * as vscode from 'vscode';
import { writeKeys } from '../../core/engines/athena/aws-keys';
import { type EngineSettings, readEngines } from '../../core/engines/engine-settings';
import { SkybucketError } from '../../core/errors';
import type { Host } from '../host';
import { escapeIcons, visibleName } from '../views/display';
import { addConfiguredEngine, configuredEngine, configuredEngines } from './engine-config';
import { EngineSecrets, wantsSecret } from './engine-secrets';
import type { EngineCommand } from './ids';

const { l10n } = vscode;

export async function runEngineCommand(host: Host, command: EngineCommand): Promise<void> {
  switch (command) {
    case 'skybucket.engine.add':
      return addEngine(host);
    case 'skybucket.engine.setSecret': {
      const engine = await askEngine(l10n.t('Set Password or Keys of SQL Engine'));
      return engine && setSecret(host, engine);
    }
    case 'skybucket.engine.removeSecret': {
      const engine = await askEngine(l10n.t('Remove Password or Keys of SQL Engine'));
      return engine && new EngineSecrets(host.context.secrets).remove(engine);
    }
  }
}

type Entry = Record<string, unknown>;

/** Asks for what an engine is, puts it into the user's settings, and asks for its password or keys. */
export async function addEngine(host: Host): Promise<void> {
  const title = l10n.t('Add SQL Engine');
  const kind = await vscode.window.showQuickPick(
    [
      { label: 'Trino', detail: l10n.t('A cluster with an address of its own'), engine: 'trino' },
      { label: 'Amazon Athena', detail: l10n.t('SQL over S3, with keys'), engine: 'athena' },
    ],
    { title },
  );
  const entry = kind && (kind.engine === 'trino' ? await askTrino(title) : await askAthena(title));
  if (entry === undefined) {
    return;
  }
  const { engines } = configuredEngines();
  const label = await ask(title, l10n.t('What is it to be called?'), kind?.label ?? '', (text) =>
    problemOf({ ...entry, id: idOf(text, engines), label: text }),
  );
  if (label === undefined) {
    return;
  }
  const id = idOf(label, engines);
  await addConfiguredEngine({ ...entry, id, label });
  const engine = configuredEngine(id);
  if (wantsSecret(engine)) {
    await setSecret(host, engine);
  }
}

async function askTrino(title: string): Promise<Entry | undefined> {
  const auths = [
    { label: l10n.t('User and password'), auth: 'password' },
    { label: l10n.t('Token (JWT)'), auth: 'token' },
    { label: l10n.t('User name alone'), auth: 'none' },
  ];
  const auth = (
    await vscode.window.showQuickPick(auths, { title, placeHolder: l10n.t('How do you sign in?') })
  )?.auth;
  const address =
    auth &&
    (await ask(title, l10n.t('Address of the coordinator'), 'https://', (text) =>
      problemOf({ id: 'new', kind: 'trino', address: text, auth }),
    ));
  if (address === undefined || address === '') {
    return undefined;
  }
  const user = await ask(title, l10n.t('User name'), '', () => undefined);
  return user === undefined ? undefined : { kind: 'trino', address, user, auth };
}

async function askAthena(title: string): Promise<Entry | undefined> {
  const region = await ask(title, l10n.t('Region of Amazon'), 'us-west-2', (text) =>
    problemOf({ id: 'new', kind: 'athena', region: text }),
  );
  if (region === undefined) {
    return undefined;
  }
  const place = l10n.t('Folder on S3 for results, or nothing where the workgroup has one');
  const output = await ask(title, place, '', (text) =>
    problemOf({ id: 'new', kind: 'athena', region, output: text }),
  );
  return output === undefined ? undefined : { kind: 'athena', region, output };
}

/** Asks for the password, token or keys of an engine, and keeps them in the secret storage. */
export async function setSecret(host: Host, engine: EngineSettings): Promise<void> {
  const title = engine.label;
  const secret =
    engine.kind === 'athena'
      ? await askKeys(title)
      : await askSecret(title, engine.auth === 'token' ? l10n.t('Token') : l10n.t('Password'));
  if (secret !== undefined && secret !== '') {
    await new EngineSecrets(host.context.secrets).set(engine, secret);
  }
}

async function askKeys(title: string): Promise<string | undefined> {
  const accessKeyId = await ask(title, l10n.t('Access key ID'), '', (text) =>
    /^\w{16,128}$/.test(text) ? undefined : l10n.t('It has 16 or more letters and digits.'),
  );
  const secretAccessKey = accessKeyId && (await askSecret(title, l10n.t('Secret access key')));
  if (!accessKeyId || !secretAccessKey) {
    return undefined;
  }
  const token = await askSecret(title, l10n.t('Session token, or nothing'));
  return token === undefined
    ? undefined
    : writeKeys({ accessKeyId, secretAccessKey, sessionToken: token === '' ? undefined : token });
}

async function askEngine(title: string): Promise<EngineSettings | undefined> {
  const engines = configuredEngines().engines.filter(wantsSecret);
  if (engines.length === 0) {
    throw new SkybucketError('not-found', 'No engine that wants a password or keys is set up.', {
      hint: 'Add one with the command “Add SQL Engine”.',
    });
  }
  const items = engines.map((engine) => ({
    label: escapeIcons(visibleName(engine.label)),
    engine,
  }));
  return (await vscode.window.showQuickPick(items, { title }))?.engine;
}

async function ask(
  title: string,
  prompt: string,
  value: string,
  problem: (text: string) => string | undefined,
): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    ...{ title, prompt, value, ignoreFocusOut: true },
    validateInput: (typed) => problem(typed.trim()),
  });
  return text?.trim();
}

async function askSecret(title: string, prompt: string): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    ...{ title, prompt, password: true, ignoreFocusOut: true },
  });
  return text?.trim();
}

/** The sentence without which entry it is about: there is only this one. */
function problemOf(entry: Entry): string | undefined {
  return readEngines([entry]).problems[0]?.replace(/^[^:]*: /, '');
}

function idOf(label: string, engines: readonly EngineSettings[]): string {
  const plain = label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
  const base = plain === '' ? 'engine' : plain;
  const taken = new Set(engines.map(({ id }) => id));
  for (let k = 1; ; k++) {
    const id = k === 1 ? base : `${base}-${k}`;
    if (!taken.has(id)) {
      return id;
    }
  }
}
