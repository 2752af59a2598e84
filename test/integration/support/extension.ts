import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/main';

export function skybucket(): vscode.Extension<TestApi> {
  const extension = vscode.extensions.getExtension<TestApi>('skybucket.skybucket');
  assert.ok(extension, 'VS Code does not know the extension');
  return extension;
}

/** What `activate` returns; activates the extension where nothing has yet. */
export function activate(): Thenable<TestApi> {
  return skybucket().activate();
}
