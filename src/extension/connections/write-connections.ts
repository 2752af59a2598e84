import * as vscode from 'vscode';
import { connectionsValue } from '../settings';

/** The items as they are written, so that those that cannot be used are not lost. */
function items(): readonly unknown[] {
  const value = connectionsValue();
  return Array.isArray(value) ? value : [];
}

function idOf(item: unknown): unknown {
  return (item as { readonly id?: unknown } | null | undefined)?.id;
}

/** Puts a connection into the setting, in place of the one that has its id. */
export async function writeConnection(item: Readonly<Record<string, unknown>>): Promise<void> {
  const all = items();
  const at = all.findIndex((known) => idOf(known) === item['id']);
  await write(at < 0 ? [...all, item] : all.with(at, item));
}

export async function removeConnection(id: string): Promise<void> {
  await write(items().filter((item) => idOf(item) !== id));
}

/** Of the user: the setting is of machine scope. */
async function write(value: readonly unknown[]): Promise<void> {
  await vscode.workspace
    .getConfiguration('skybucket')
    .update('connections', value, vscode.ConfigurationTarget.Global);
}
