import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import { SkybucketError } from '../../core/errors';
import { parseTyped } from '../../core/s3/uri';
import { linkUri } from '../uris';
import type { CommandContext } from './context';
import { typedObjectUri } from './open';

/** Longer than any address that somebody copies. */
const LONGEST = 2000;

/**
 * The file that was typed: an S3 URI, a link, or the path of a file on this computer.
 *
 * @returns undefined where the user does not say which connection a bucket is on
 * @throws SkybucketError `bad-address`
 */
export async function typedFile(
  context: CommandContext,
  text: string,
): Promise<vscode.Uri | undefined> {
  const path = localPath(text);
  if (path !== undefined) {
    return path;
  }
  const typed = parseTyped(text);
  switch (typed.kind) {
    case 'link':
      return linkUri(context.host.links.add(typed.url));
    case 'prefix':
      throw folder();
    case 'object':
      return typedObjectUri(context, typed);
  }
}

/** @throws SkybucketError `bad-address` for what cannot be the address of a file. */
export function checkFile(text: string): void {
  if (localPath(text) === undefined && parseTyped(text).kind === 'prefix') {
    throw folder();
  }
}

/** True for what can be the address of a file. */
export function looksLikeFile(text: string): boolean {
  if (text.length > LONGEST || /[\r\n]/.test(text.trim())) {
    return false;
  }
  try {
    checkFile(text);
    return true;
  } catch {
    return false;
  }
}

function folder(): SkybucketError {
  return new SkybucketError('bad-address', 'This is the address of a folder.', {
    hint: 'Type the address of a FITS or ASDF file.',
  });
}

function localPath(text: string): vscode.Uri | undefined {
  const bare = text.trim().replace(/^(["'`])(.*)\1$/, '$2');
  if (/^file:\/\//i.test(bare)) {
    return vscode.Uri.parse(bare);
  }
  if (/^~[/\\]/.test(bare)) {
    return vscode.Uri.file(join(homedir(), bare.slice(2)));
  }
  return isAbsolute(bare) ? vscode.Uri.file(bare) : undefined;
}
