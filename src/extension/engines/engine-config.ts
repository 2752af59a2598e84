import * as vscode from 'vscode';
import {
  readEngines,
  type EngineSettings,
  type ReadEngines,
} from '../../core/engines/engine-settings';
import { SkybucketError } from '../../core/errors';

/** The setting `skybucket.engines`: of the machine, so that no workspace can name one. */

const SECTION = 'skybucket';
const NAME = 'engines';

export function configuredEngines(): ReadEngines {
  return readEngines(vscode.workspace.getConfiguration(SECTION).get<unknown>(NAME));
}

/** @throws SkybucketError `not-found` */
export function configuredEngine(id: string): EngineSettings {
  const engine = configuredEngines().engines.find((one) => one.id === id);
  if (engine === undefined) {
    throw new SkybucketError('not-found', `There is no engine “${id}” in the settings.`, {
      hint: 'Look at the setting skybucket.engines.',
    });
  }
  return engine;
}

/** Adds an entry to the user's settings. */
export async function addConfiguredEngine(entry: Readonly<Record<string, unknown>>): Promise<void> {
  const section = vscode.workspace.getConfiguration(SECTION);
  const known = section.get<unknown>(NAME);
  const list: readonly unknown[] = Array.isArray(known) ? known : [];
  await section.update(NAME, [...list, entry], vscode.ConfigurationTarget.Global);
}
