import * as vscode from 'vscode';
import { throwIfAborted } from '../../core/errors';
import type { Connection } from '../../core/s3/connection';
import type { AwsProfile } from '../../platform/node/aws-credentials';
import { allConnections } from '../connections';
import {
  type Check,
  type CheckTools,
  checkConnection,
  checkWriting,
  mayTryWriting,
} from '../connections/check-connection';
import type { Asked } from '../connections/asked';
import { connectionSteps } from '../connections/connection-steps';
import { draftOf, idFor, NEW_DRAFT, settingOf, writtenIds } from '../connections/draft';
import { walk } from '../connections/wizard';
import { removeConnection, writeConnection } from '../connections/write-connections';
import type { Host } from '../host';
import { connectionsValue } from '../settings';
import { escapeIcons, escapeLinks, visibleName } from '../views/display';
import type { Node } from '../views/nodes';
import type { CommandContext } from './context';

/** Commands that make, change, remove and try connections. */

export async function addConnection(context: CommandContext): Promise<void> {
  const asked = await walk(connectionSteps(stepTools(vscode.l10n.t('Add Connection'), false)), {
    draft: NEW_DRAFT,
    keys: {},
    region: undefined,
  });
  if (asked !== undefined) {
    const taken = ['public', 'https', ...writtenIds(connectionsValue())];
    await keep(context, idFor(asked.draft.label, taken), asked);
  }
}

export async function editConnection(context: CommandContext, node?: Node): Promise<void> {
  const connection = await chosen(node, vscode.l10n.t('Which connection is to be changed?'));
  if (connection === undefined) {
    return;
  }
  const hasKeys = await hasKeysOf(context.host, connection);
  const title = vscode.l10n.t('Edit Connection {0}', visibleName(connection.label));
  const asked = await walk(connectionSteps(stepTools(title, hasKeys)), {
    draft: draftOf(connection),
    keys: {},
    region: undefined,
  });
  if (asked !== undefined) {
    await keep(context, connection.id, asked);
  }
}

export async function removeConnectionOf(
  { host, tree }: CommandContext,
  node?: Node,
): Promise<void> {
  const { l10n } = vscode;
  const connection = await chosen(node, l10n.t('Which connection is to be removed?'));
  if (connection === undefined) {
    return;
  }
  const yes = l10n.t('Remove');
  const answer = await vscode.window.showWarningMessage(
    l10n.t('Remove the connection “{0}”?', visibleName(connection.label)),
    {
      modal: true,
      detail: l10n.t(
        'Its keys are removed from the secret storage. Nothing changes on the server.',
      ),
    },
    yes,
  );
  if (answer === yes) {
    await removeConnection(connection.id);
    await host.keys.remove(connection.id);
    host.credentials.forget(connection);
    tree.update();
  }
}

export async function testConnection({ host }: CommandContext, node?: Node): Promise<void> {
  const connection = await chosen(node, vscode.l10n.t('Which connection is to be tried?'));
  if (connection !== undefined) {
    await tryConnection(host, connection);
  }
}

/** Writes the setting and the keys, then tries whether it works. */
async function keep(
  { host, tree }: CommandContext,
  id: string,
  { draft, keys }: Asked,
): Promise<void> {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  if (draft.auth.kind !== 'keys') {
    await host.keys.remove(id);
  } else if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    await host.keys.set(
      { id, ...(draft.endpoint === undefined ? {} : { endpoint: draft.endpoint }) },
      { accessKeyId, secretAccessKey, sessionToken },
    );
  }
  await writeConnection(settingOf(id, draft));
  host.credentials.forget(host.connection(id));
  tree.refreshAll();
  await tryConnection(host, host.connection(id));
}

async function tryConnection(host: Host, connection: Connection): Promise<void> {
  const { l10n } = vscode;
  const bucket = await vscode.window.showInputBox({
    title: l10n.t('Test Connection {0}', visibleName(connection.label)),
    prompt: l10n.t(
      'A bucket to list and read. Empty: the first one of the account, if there is any.',
    ),
    ignoreFocusOut: true,
  });
  if (bucket === undefined) {
    return;
  }
  const name = bucket
    .trim()
    .replace(/^s3:\/\//, '')
    .replace(/\/.*$/s, '');
  const checks = await withTools(host, connection, (tools) =>
    checkConnection(tools, connection, name === '' ? undefined : name),
  );
  const write = l10n.t('Try Writing');
  const mayWrite = !connection.readOnly && name !== '' && mayTryWriting(checks);
  const answer = await report(connection, checks, mayWrite ? [write] : []);
  if (answer === write) {
    const probe = `skybucket-probe-${Date.now().toString(36)}.txt`;
    const check = await withTools(host, connection, (tools) =>
      checkWriting(tools, connection, name, probe),
    );
    await report(connection, [check], []);
  }
}

function report(
  { label }: Connection,
  checks: readonly Check[],
  buttons: readonly string[],
): Thenable<string | undefined> {
  const { l10n } = vscode;
  const works = checks.every((check) => check.works);
  const detail = checks.map(
    (check) => `${check.works ? '✓' : '✗'} ${nameOf(check)}: ${check.said}`,
  );
  const options = { modal: true, detail: detail.join('\n') };
  return works
    ? vscode.window.showInformationMessage(
        l10n.t('The connection “{0}” works.', visibleName(label)),
        options,
        ...buttons,
      )
    : vscode.window.showWarningMessage(
        l10n.t('Not everything works on the connection “{0}”.', visibleName(label)),
        options,
        ...buttons,
      );
}

function nameOf({ what }: Check): string {
  const { l10n } = vscode;
  const names = {
    'sign-in': l10n.t('Signing in'),
    buckets: l10n.t('List of buckets'),
    list: l10n.t('Listing'),
    read: l10n.t('Reading'),
    write: l10n.t('Writing'),
  };
  return names[what];
}

async function withTools<T>(
  host: Host,
  connection: Connection,
  work: (tools: CheckTools) => Promise<T>,
): Promise<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t(
      'Trying the connection “{0}”…',
      escapeLinks(visibleName(connection.label)),
    ),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (_, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    const { signal } = stop;
    const { http, regions, s3, store, credentials, signer } = host;
    const meter = host.session.child();
    const result = await work({
      ...{ http, regions, s3, store, credentials, signer, meter, signal },
      whoAmI: async () => {
        const keys = await credentials.get(connection, undefined, { signal });
        const { callerIdentity } = await import('../../platform/node/caller-identity');
        return keys === undefined
          ? ''
          : callerIdentity({ http, meter, signal }, keys, connection.region ?? 'us-east-1');
      },
    });
    throwIfAborted(signal);
    return result;
  });
}

function stepTools(title: string, hasKeys: boolean): Parameters<typeof connectionSteps>[0] {
  return { title, hasKeys, profiles: awsProfiles };
}

/** Nothing of `~/.aws` is looked at where the workspace is not trusted. */
async function awsProfiles(): Promise<readonly AwsProfile[]> {
  if (!vscode.workspace.isTrusted) {
    return [];
  }
  const { loadAwsCredentials } = await import('../../platform/node/load-aws-credentials');
  return (await loadAwsCredentials()).awsProfiles();
}

async function hasKeysOf({ keys }: Host, connection: Connection): Promise<boolean> {
  return (await keys.get(connection).catch(() => undefined)) !== undefined;
}

/** The connection of a node of the tree, else one that the user picks. */
async function chosen(node: Node | undefined, title: string): Promise<Connection | undefined> {
  const own = allConnections().slice(1);
  if (node?.kind === 'account') {
    return own.find(({ id }) => id === node.connection);
  }
  if (own.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There are no connections yet. “Add Connection…” makes one.'),
    );
    return undefined;
  }
  const items = own.map((connection) => ({
    label: escapeIcons(visibleName(connection.label)),
    description: connection.endpoint ?? '',
    connection,
  }));
  return (await vscode.window.showQuickPick(items, { title }))?.connection;
}
